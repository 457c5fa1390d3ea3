"""The description as one text, for the team: its coaches read what is submitted."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.permissions import own_team_for
from courses.screens.description import DescriptionScreen


@login_required
@require_safe
def description(request: HttpRequest, team: UUID) -> HttpResponse:
    found = own_team_for(request.user, team)
    first = (_("My path"), reverse("valmentamo_courses:my_path"))
    context = {
        "screen": DescriptionScreen(found, request),
        "team": found,
        "crumbs": [first, (_("Description portfolio"), "")],
    }
    return render(request, "valmentamo_courses/description.html", context)
