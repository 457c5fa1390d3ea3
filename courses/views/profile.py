"""The criterion profile of a team, for its members and its coaches."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.models import Enrolment
from courses.permissions import team_for
from courses.screens.criterion_profile import criterion_profile


@login_required
@require_safe
def profile(request: HttpRequest, team: UUID) -> HttpResponse:
    found = team_for(request.user, team)
    enrolment = (
        Enrolment.objects.current()
        .for_person(request.user)
        .filter(memberships__team=found, memberships__left_at__isnull=True)
        .first()
    )
    coach = None if enrolment else request.user
    shown = criterion_profile(team=found, enrolment=enrolment, coach=coach)
    context = {"profile": shown, "team": found, "is_member": enrolment is not None}
    return render(request, "valmentamo_courses/profile.html", context)
