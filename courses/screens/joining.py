"""What a person sees before enrolling, and of the team after it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import get_language

from courses.enums import ExerciseType, Stage
from courses.models import (
    Cohort,
    CoursePage,
    Enrolment,
    Exercise,
    Team,
    TeamMembership,
)
from courses.services.standing import exercises_needed
from courses.titles import exercise_titles, in_language


class EnrolScreen:
    """What is asked, when, and who sees what."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort, self.course = cohort, cohort.course

    @cached_property
    def page(self) -> CoursePage | None:
        """The course's page in the active language, else in any."""
        rows = CoursePage.objects.live().filter(course=self.course)
        return in_language(rows.select_related("locale"), get_language() or "")

    @cached_property
    def exercises(self) -> tuple[int, int]:
        """The fewest and the most that are required: some wait for a later stage."""
        return exercises_needed(self.course)

    @cached_property
    def minutes(self) -> int:
        rows = Exercise.objects.filter(course=self.course)
        return rows.aggregate(total=Sum("minutes"))["total"] or 0

    @cached_property
    def is_open(self) -> bool:
        return Cohort.objects.open_for_enrolment().filter(pk=self.cohort.pk).exists()

    @cached_property
    def coaches(self) -> list[Any]:
        return self.cohort.coaches.current().people()


@dataclass(frozen=True, slots=True)
class StageNote:
    """What a stage adds to what the certificate needs."""

    stage: Stage
    titles: list[str]


class TeamScreen:
    def __init__(self, enrolment: Enrolment, team: Team, request: HttpRequest) -> None:
        self.enrolment, self.team, self.request = enrolment, team, request

    @cached_property
    def memberships(self) -> list[TeamMembership]:
        return list(self.team.memberships.current().with_people())

    @property
    def free_places(self) -> int:
        return max(0, self.enrolment.cohort.course.team_max - len(self.memberships))

    @cached_property
    def notes(self) -> list[StageNote]:
        return self.stage_notes(self.enrolment, self.request)

    @cached_property
    def portfolio_accepted(self) -> bool:
        rows = self.team.submissions.accepted()
        return rows.filter(exercise__type=ExerciseType.PORTFOLIO).exists()

    @staticmethod
    def stage_notes(enrolment: Enrolment, request: HttpRequest) -> list[StageNote]:
        """For each stage, the exercises that are required from it onward."""
        course = enrolment.cohort.course
        rows = Exercise.objects.filter(course=course).exclude(required_from_stage="")
        titles = exercise_titles(course, get_language() or "")
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row.required_from_stage, []).append(
                titles.get(row.pk, row.key)
            )
        return [StageNote(stage, found[stage]) for stage in Stage if stage in found]
