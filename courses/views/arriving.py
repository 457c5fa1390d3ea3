"""Who posts an answer: a session that ended or a stale page must lose no text."""

from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.answers import Shape
from courses.forms.answer import (
    PostedField,
    PostedRating,
    posted_fields,
    posted_ratings,
    posted_rows,
)
from courses.models import Enrolment, Submission, Team
from courses.permissions import work_for
from courses.screens.asked import exercise_with_structure, page_of
from courses.screens.criteria import criteria_of
from courses.screens.exercise import ExerciseScreen
from courses.screens.unsaved import Unsaved
from courses.services.shapes import shape_of
from courses.services.writing import open_submission
from courses.views import stash, workspace
from courses.views.csrf import csrf_fault
from rubric.models import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A posted answer with its writer, its place and what the form held."""

    request: HttpRequest
    submission: Submission
    enrolment: Enrolment
    team: Team
    shape: Shape
    fields: dict[str, PostedField]
    ratings: dict[str, PostedRating]
    criteria: list[Criterion]

    @property
    def wants_json(self) -> bool:
        return wants_json(self.request)

    @property
    def changed(self) -> dict[str, PostedField]:
        return {key: field for key, field in self.fields.items() if field.changed}

    def begun(self) -> Self:
        """With the work saved, if this is the first that is written of it."""
        if self.submission.pk is not None:
            return self
        exercise = self.submission.exercise
        work = open_submission(exercise=exercise, enrolment=self.enrolment)
        work.exercise = exercise
        return replace(self, submission=work)

    def show(self, unsaved: Unsaved, status: int, **more: Any) -> HttpResponse:
        """Draw the exercise's page again with what the person wrote."""
        page = page_of(self.submission.exercise)
        if page is None:
            return redirect("valmentamo_courses:my_path")
        screen = ExerciseScreen(
            exercise=self.submission.exercise,
            enrolment=self.enrolment,
            team=self.team,
            submission=self.submission,
            unsaved=unsaved,
        )
        return workspace.show(self.request, page, screen, status=status, **more)

    def everything(self, **more: Any) -> Unsaved:
        """All that was posted, as not saved."""
        return Unsaved(
            fields=self.changed,
            ratings={k: row for k, row in self.ratings.items() if row.changed},
            rows=posted_rows(self.request.POST),
            read="read" in self.request.POST,
            **more,
        )


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def arrive(request: HttpRequest, uuid: UUID) -> Arrival | HttpResponse:
    """The posted answer, or the answer that keeps its text until it can be saved.

    The page's signed token must name the person who is logged in: what one person wrote
    is never saved under another who logged in on the same device meanwhile.
    """
    writer = stash.writer_of(request, about=str(uuid))
    if not request.user.is_authenticated:
        return _session_ended(request, writer)
    submission, enrolment = work_for(request.user, uuid)
    if request.method != "POST":
        return redirect(workspace.exercise_url(request, submission))
    if writer is None or writer.person != str(request.user.pk):
        raise PermissionDenied
    arrival = _read(request, submission, enrolment)
    if csrf_fault(request):
        return _stale(arrival)
    return arrival.begun()


def _read(
    request: HttpRequest, submission: Submission, enrolment: Enrolment
) -> Arrival:
    submission.exercise = exercise_with_structure(submission.exercise_id)
    shape, criteria = shape_of(submission.exercise), criteria_of(submission.exercise)
    return Arrival(
        request=request,
        submission=submission,
        enrolment=enrolment,
        team=submission.team,
        shape=shape,
        fields=posted_fields(request.POST, shape),
        ratings=posted_ratings(request.POST, [c.key for c in criteria]),
        criteria=criteria,
    )


def _session_ended(request: HttpRequest, writer: stash.Writer | None) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": _("You have been logged out.")}, status=401)
    path = writer.path if writer else reverse("valmentamo_courses:my_path")
    return stash.log_in_again(request, writer, path)


def _stale(arrival: Arrival) -> HttpResponse:
    """The page was older than the last log-in: nothing is saved, nothing is lost."""
    if arrival.wants_json:
        message = _("The page is out of date. Reload it.")
        return JsonResponse({"message": message}, status=403)
    return arrival.show(arrival.everything(restored=True), 403)
