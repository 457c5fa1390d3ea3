"""What a module's and a lesson's page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.html import strip_tags
from wagtail.models import Page

from courses.answers import reading_minutes
from courses.enums import ExerciseType
from courses.models import (
    CoursePage,
    Enrolment,
    ExerciseCriterion,
    LessonPage,
    ModulePage,
)
from courses.permissions import enrolment_for
from courses.screens.outline import Entry, Module, course_outline
from rubric.models import Criterion, Level

#: The level that the rubric's own text takes as convincing.
AIM = 3


@dataclass(frozen=True, slots=True)
class Aim:
    """The level to aim at, where the module's exercises share one criterion."""

    criterion: Criterion
    level: Level


class InsideScreen:
    """A page inside a course, with the outline of its module."""

    def __init__(self, page: ModulePage | LessonPage, request: HttpRequest) -> None:
        self.page, self.request = page, request

    @cached_property
    def course_page(self) -> CoursePage:
        rows = CoursePage.objects.ancestor_of(self.page).select_related("course")
        if found := rows.first():
            return found
        raise Http404

    @cached_property
    def enrolment(self) -> Enrolment | None:
        return enrolment_for(self.request.user, self.course_page.course)

    @cached_property
    def modules(self) -> list[Module]:
        return course_outline(self.course_page, self.request, self.enrolment)

    @cached_property
    def module(self) -> Module:
        for module in self.modules:
            if self.page.pk in {module.pk, *(entry.pk for entry in module.entries)}:
                return module
        raise Http404

    @cached_property
    def neighbours(self) -> tuple[Entry | None, Entry | None]:
        """What comes before and after, over the border of a module too."""
        entries = [entry for module in self.modules for entry in module.entries]
        place = next(i for i, entry in enumerate(entries) if entry.pk == self.page.pk)
        before = entries[place - 1] if place else None
        after = entries[place + 1] if place + 1 < len(entries) else None
        return before, after

    @property
    def previous(self) -> Entry | None:
        return self.neighbours[0]

    @property
    def following(self) -> Entry | None:
        return self.neighbours[1]

    @property
    def minutes(self) -> int:
        return page_minutes(self.page)

    @cached_property
    def aim(self) -> Aim | None:
        rated = [entry.exercise_id for entry in self.module.exercises]
        rows = ExerciseCriterion.objects.filter(exercise__in=rated)
        wholes = [ExerciseType.PORTFOLIO, ExerciseType.SELF_ASSESSMENT]
        rows = rows.exclude(exercise__type__in=[*wholes, ExerciseType.PEER_REVIEW])
        rows = rows.select_related("criterion").prefetch_related("criterion__levels")
        return single_aim([row.criterion for row in rows])


def single_aim(criteria: Sequence[Criterion]) -> Aim | None:
    if len({criterion.pk for criterion in criteria}) != 1:
        return None
    levels = (level for level in criteria[0].levels.all() if level.value == AIM)
    level = next(levels, None)
    return Aim(criteria[0], level) if level else None


def page_minutes(page: Page) -> int:
    """From the words of the blocks."""
    if not isinstance(page, LessonPage):
        return 0
    words = sum(len(strip_tags(str(block.value)).split()) for block in page.body)
    return reading_minutes(words)
