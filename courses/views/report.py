"""The report of a cohort, for its coaches and for the centre administrator."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from courses.cms.log_actions import READ_REPORT
from courses.permissions import cohort_for_report, may_coach
from courses.screens.cohort_report import cohort_report


@login_required
@require_safe
def report(request: HttpRequest, cohort: UUID) -> HttpResponse:
    found = cohort_for_report(request.user, cohort)
    coaches = may_coach(request.user, found)
    if not coaches:
        # Nobody but the coaches reads learners' work without leaving a trace.
        log(found, READ_REPORT, user=request.user)
    shown = cohort_report(
        cohort=found, language=get_language() or "", reader=request.user
    )
    return render(
        request,
        "valmentamo_courses/report.html",
        {"report": shown, "opens_profiles": coaches},
    )
