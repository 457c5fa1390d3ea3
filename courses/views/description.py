"""The description as one text, for the team and its coaches."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Enrolment, TeamMembership
from courses.permissions import team_for
from courses.screens.description import DescriptionScreen


@login_required
@require_safe
def description(request: HttpRequest, team: UUID) -> HttpResponse:
    found = team_for(request.user, team)
    mine = Enrolment.objects.current().for_person(request.user)
    members = TeamMembership.objects.current().filter(team=found, enrolment__in=mine)
    is_member = members.exists()
    first = (
        (_("My path"), reverse("valmentamo_courses:my_path"))
        if is_member
        else (_("Reviews"), reverse("valmentamo_courses:desk"))
    )
    context = {
        "screen": DescriptionScreen(found, request),
        "team": found,
        "is_member": is_member,
        "crumbs": [first, (_("Description portfolio"), "")],
    }
    return render(request, "valmentamo_courses/description.html", context)
