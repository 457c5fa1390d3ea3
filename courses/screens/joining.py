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
from courses.titles import exercise_titles


class EnrolScreen:
    """What is asked, when, and who sees what."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort, self.course = cohort, cohort.course

    @cached_property
    def page(self) -> CoursePage | None:
        """The course's page in the active language, else in any."""
        rows = CoursePage.objects.live().filter(course=self.course)
        pages = list(rows.select_related("locale").order_by("pk"))
        here = [p for p in pages if p.locale.language_code == get_language()]
        return (here or pages or [None])[0]

    @cached_property
    def exercises(self) -> int:
        return Exercise.objects.filter(course=self.course, required=True).count()

    @cached_property
    def minutes(self) -> int:
        rows = Exercise.objects.filter(course=self.course)
        return rows.aggregate(total=Sum("minutes"))["total"] or 0

    @cached_property
    def is_open(self) -> bool:
        return Cohort.objects.open_for_enrolment().filter(pk=self.cohort.pk).exists()

    @cached_property
    def coaches(self) -> list[Any]:
        rows = self.cohort.coaches.current().select_related("user")
        return [row.user for row in rows if row.user]


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
        rows = self.team.memberships.current().select_related("enrolment__user")
        return list(rows.order_by("joined_at", "pk"))

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
