"""Feedback on one version of the team's own work."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Enrolment
from courses.permissions import version_for_learner
from courses.screens.feedback import FeedbackScreen


@login_required
@require_safe
def feedback(request: HttpRequest, version: UUID) -> HttpResponse:
    found = version_for_learner(request.user, version)
    rows = Enrolment.objects.current().for_person(request.user)
    enrolment = rows.filter(cohort=found.submission.team.cohort_id).first()
    screen = FeedbackScreen(found, enrolment)
    here = (
        _("Peer feedback")
        if screen.is_peer_copy
        else _("Feedback, round %(number)d") % {"number": found.number}
    )
    context = {
        "screen": screen,
        "version": found,
        "crumbs": [
            (_("My path"), reverse("valmentamo_courses:my_path")),
            (screen.title, screen.url),
            (here, ""),
        ],
    }
    return render(request, "valmentamo_courses/feedback.html", context)
