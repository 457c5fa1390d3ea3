"""A course as an outline: modules with their lessons and exercises, in four queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from courses.enums import SubmissionState
from courses.models import (
    CoursePage,
    Enrolment,
    ExercisePage,
    LessonPage,
    ModulePage,
    Submission,
)
from courses.presenting import STATE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A lesson or an exercise of a module."""

    pk: int
    title: str
    url: str
    is_exercise: bool = False
    exercise_id: int | None = None
    minutes: int = 0
    required: bool = True
    state: str = ""
    state_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    pk: int
    number: int
    title: str
    url: str
    hours: int
    outcomes: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def lessons(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_exercise]

    @property
    def exercises(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_exercise]


def course_outline(
    page: CoursePage, request: HttpRequest, enrolment: Enrolment | None = None
) -> list[Module]:
    """Live modules with their live pages; exercises in the state of the person's work."""
    modules = ModulePage.objects.live().child_of(page).select_related("locale")
    lessons = LessonPage.objects.live().descendant_of(page).defer("body")
    exercises = ExercisePage.objects.live().descendant_of(page)
    under: dict[str, list[Page]] = {}
    for row in [
        *lessons.select_related("locale"),
        *exercises.select_related("locale", "exercise"),
    ]:
        under.setdefault(row.path[: -Page.steplen], []).append(row)
    states = _states(enrolment)
    return [
        Module(
            pk=module.pk,
            number=number,
            title=module.title,
            url=module.get_url(request) or "",
            hours=module.hours,
            outcomes=tuple(str(block.value) for block in module.outcomes),
            entries=tuple(_entries(under.get(module.path, []), request, states)),
        )
        for number, module in enumerate(modules.order_by("path"), start=1)
    ]


def _entries(
    pages: Iterable[Page], request: HttpRequest, states: Mapping[int, str]
) -> Iterable[Entry]:
    for page in sorted(pages, key=lambda row: row.path):
        about: dict[str, Any] = {"pk": page.pk, "title": page.title}
        about["url"] = page.get_url(request) or ""
        if isinstance(page, ExercisePage):
            exercise = page.exercise
            about |= {
                "is_exercise": True,
                "exercise_id": exercise.pk,
                "minutes": exercise.minutes,
                "required": exercise.required or bool(exercise.required_from_stage),
                **_state(states.get(exercise.pk)),
            }
        yield Entry(**about)


def _state(value: str | None) -> dict[str, str]:
    if value is None or value == SubmissionState.DRAFT:
        return {}
    state = SubmissionState(value)
    return {"state": str(state.label), "state_kind": STATE_KINDS.get(state, "")}


def _states(enrolment: Enrolment | None) -> dict[int, str]:
    if enrolment is None:
        return {}
    rows = Submission.objects.for_enrolment(enrolment)
    return dict(rows.values_list("exercise_id", "state"))
