"""The page of one exercise: the prompt, its criteria, and the answer in its state."""

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.conf import max_attachment_bytes
from courses.enums import EnrolmentKind, ExerciseType
from courses.exceptions import CoursesError, Incomplete
from courses.forms.answer import posted_fields, posted_ratings, posted_rows
from courses.models import Enrolment, Exercise, ExercisePage, Submission, Team
from courses.permissions import (
    enrolment_for,
    may_see_course,
    submission_for,
    work_for,
)
from courses.screens.asked import exercise_with_structure, page_of
from courses.screens.criteria import criteria_of, criterion_views
from courses.screens.exercise import ExerciseScreen
from courses.screens.unsaved import Unsaved
from courses.services.shapes import shape_of
from courses.services.submission import open_for_peers as open_copy
from courses.services.submission import withdraw as take_back
from courses.services.writing import open_submission, work_on
from courses.views import stash


def exercise(request: HttpRequest, page: ExercisePage) -> HttpResponse:
    """The page as its reader may use it: write, or only read what is asked."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    course = page.exercise.course
    if not may_see_course(request.user, course):
        raise Http404
    enrolment = enrolment_for(request.user, course)
    if enrolment is None or not _may_write(page, enrolment):
        return _reading_view(request, page, enrolment)
    team = Team.objects.for_enrolment(enrolment).first()
    if team is None:
        messages.info(
            request, _("Choose first with whom you work. Then you can write.")
        )
        return redirect("valmentamo_courses:team", enrolment.uuid)
    structured = exercise_with_structure(page.exercise_id)
    submission = _work_on(structured, enrolment)
    screen = ExerciseScreen(
        exercise=structured,
        enrolment=enrolment,
        team=team,
        submission=submission,
        unsaved=_restored(request, submission),
    )
    return show(request, page, screen)


def _work_on(exercise: Exercise, enrolment: Enrolment) -> Submission:
    """Looking begins nothing: the work is saved with the first text."""
    work = work_on(exercise=exercise, enrolment=enrolment)
    work.exercise = exercise
    return work


def _may_write(page: ExercisePage, enrolment: Enrolment) -> bool:
    return (
        enrolment.kind == EnrolmentKind.PARTICIPANT
        and page.exercise.type != ExerciseType.PEER_REVIEW
    )


def _reading_view(
    request: HttpRequest, page: ExercisePage, enrolment: Enrolment | None
) -> HttpResponse:
    structured = exercise_with_structure(page.exercise_id)
    takes_part = enrolment is not None and enrolment.kind == EnrolmentKind.PARTICIPANT
    context = {
        "page": page,
        "exercise": structured,
        "criteria": criterion_views(criteria_of(structured)),
        "crumbs": crumbs(page),
        "gives_feedback": takes_part and structured.type == ExerciseType.PEER_REVIEW,
    }
    return render(request, "valmentamo_courses/exercise_prompt.html", context)


def _restored(request: HttpRequest, submission: Submission) -> Unsaved:
    """What the person wrote before the session ended, if it waits here."""
    posted = stash.kept(request, about=str(submission.uuid))
    if posted is None:
        return Unsaved(rows=posted_rows(request.GET))
    fields = posted_fields(posted, shape_of(submission.exercise))
    keys = [criterion.key for criterion in criteria_of(submission.exercise)]
    return Unsaved(
        fields={key: field for key, field in fields.items() if field.changed},
        ratings={
            key: rating
            for key, rating in posted_ratings(posted, keys).items()
            if rating.changed
        },
        rows=posted_rows(posted),
        restored=True,
    )


def show(
    request: HttpRequest,
    page: ExercisePage,
    screen: ExerciseScreen,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Draw the page; 409 and 422 draw it again with everything that was written."""
    context: dict[str, Any] = {
        "page": page,
        "screen": screen,
        "exercise": screen.exercise,
        "submission": screen.submission,
        "criteria": screen.criteria,
        "crumbs": crumbs(page),
        "has_errors": bool(screen.unsaved.faults or screen.unsaved.conflicts),
        "submit_key": uuid.uuid4(),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "login_url": resolve_url(settings.LOGIN_URL),
        "max_attachment_bytes": max_attachment_bytes(),
        "writer": stash.token(
            request.user,
            about=str(screen.submission.uuid),
            path=page.get_url(request) or "/",
        ),
    }
    template = "valmentamo_courses/workspace.html"
    return render(request, template, context | more, status=status)


def crumbs(page: ExercisePage) -> list[tuple[str, str]]:
    module = page.get_parent()
    return [
        (_("My path"), reverse("valmentamo_courses:my_path")),
        (module.title, module.url or ""),
        (page.title, ""),
    ]


def exercise_url(request: HttpRequest, submission: Submission) -> str:
    page = page_of(submission.exercise)
    if page is None:
        return reverse("valmentamo_courses:my_path")
    return page.get_url(request) or "/"


@login_required
@require_POST
def withdraw(request: HttpRequest, submission: UUID) -> HttpResponse:
    work = submission_for(request.user, submission)
    try:
        take_back(submission=work, by=request.user)
    except CoursesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. You can go on writing."))
    return redirect(exercise_url(request, work))


@login_required
@require_POST
def open_for_peers(request: HttpRequest, submission: UUID) -> HttpResponse:
    work, enrolment = work_for(request.user, submission)
    try:
        work = open_submission(exercise=work.exercise, enrolment=enrolment)
        open_copy(submission=work, by=request.user)
    except Incomplete as refusal:
        return _show_faults(request, work, enrolment, refusal)
    except CoursesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Your description is open for peer feedback as it is now.")
        )
    return redirect(exercise_url(request, work))


def _show_faults(
    request: HttpRequest,
    submission: Submission,
    enrolment: Enrolment,
    refusal: Incomplete,
) -> HttpResponse:
    page = page_of(submission.exercise)
    if page is None:
        raise Http404
    submission.exercise = exercise_with_structure(submission.exercise_id)
    screen = ExerciseScreen(
        exercise=submission.exercise,
        enrolment=enrolment,
        team=submission.team,
        submission=submission,
        unsaved=Unsaved(faults=refusal.faults),
    )
    return show(request, page, screen, status=422)
