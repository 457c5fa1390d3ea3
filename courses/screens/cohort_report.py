"""What the report of a cohort shows, in a fixed number of questions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q
from django.utils import timezone

from courses import reporting
from courses.enums import DecisionOutcome, ExerciseType, SubmissionState, Unit
from courses.models import (
    Cohort,
    CohortCoach,
    Decision,
    Exercise,
    Review,
    SecondReading,
    Submission,
    SubmissionVersion,
    Team,
)
from courses.screens.levels import Name, coach_levels, criterion_names, scale_of
from courses.screens.review_queue import waiting_in
from courses.titles import exercise_titles
from rubric.scoring import format_mean


@dataclass(frozen=True, slots=True)
class StateCell:
    """A state in words, or how many of the team's people have done their own."""

    state: str
    done: int | None
    of: int


@dataclass(frozen=True, slots=True)
class StateLine:
    title: str
    cells: tuple[StateCell, ...]


@dataclass(frozen=True, slots=True)
class HeatLine:
    name: Name
    cells: tuple[tuple[Team, reporting.HeatCell], ...]
    mean: Fraction | None

    @property
    def shown_mean(self) -> Decimal | None:
        """Cut, not rounded: 2.49 must not read as 2.5."""
        return Decimal(format_mean(self.mean, places=1)) if self.mean else None


@dataclass(frozen=True, slots=True)
class CoachLine:
    name: str
    given: int
    median_days: int


@dataclass(frozen=True, slots=True)
class Attention:
    """A team that needs help now, and why: a gate, or work that keeps coming back."""

    team: Team
    kind: str
    subject: str
    times: int = 0


@dataclass(frozen=True, slots=True)
class CohortReport:
    cohort: Cohort
    coaches: list[str]
    teams: list[Team]
    people: int
    waiting: reporting.Waiting
    states: list[StateLine]
    heat: list[HeatLine]
    weakest: list[str]
    scale: list[tuple[int, str]]
    flow: list[CoachLine]
    attention: list[Attention]
    #: Levels of answers that the reader may read a second time are left out.
    coach_hidden: bool


def cohort_report(
    *, cohort: Cohort, language: str, reader: Any, today: date | None = None
) -> CohortReport:
    """Everything on the page; the number of questions doesn't grow with the cohort.
    Levels that would steer a second reading of the reader's are left out."""
    today = today or timezone.localdate()
    course = cohort.course
    version = course.rubric_version
    names = criterion_names(version)
    teams: list[Any] = list(_teams(cohort))
    exercises = list(course.exercises.all())
    titles = exercise_titles(course, language)
    decisions = _decisions(cohort)
    readings = SecondReading.objects.hiding_from(reader)
    hidden = readings.filter(version__submission__team__cohort=cohort).rounds()
    heat = _heat(cohort, teams, names, version.minimum_level, hidden)
    waits = SubmissionVersion.objects.waiting_for_coach()
    return CohortReport(
        cohort=cohort,
        coaches=_coach_names(cohort),
        teams=teams,
        people=sum(team.people for team in teams),
        waiting=waiting_in(waits.filter(submission__team__cohort=cohort), today),
        states=_state_lines(cohort, teams, exercises, titles),
        heat=heat,
        weakest=_weakest(heat),
        scale=scale_of(version),
        flow=_flow(decisions),
        attention=_attention(teams, titles, decisions, heat),
        coach_hidden=bool(hidden),
    )


def _teams(cohort: Cohort) -> Iterable[Team]:
    now = Q(memberships__left_at__isnull=True)
    given = now & Q(memberships__enrolment__peer_reviews__submitted_at__isnull=False)
    return cohort.teams.annotate(
        people=Count("memberships", filter=now, distinct=True),
        peer_given=Count(
            "memberships__enrolment__peer_reviews", filter=given, distinct=True
        ),
    ).order_by("name", "pk")


def _coach_names(cohort: Cohort) -> list[str]:
    rows = CohortCoach.objects.current().filter(cohort=cohort)
    return [str(person) for person in rows.people()]


def _state_lines(
    cohort: Cohort,
    teams: Sequence[Team],
    exercises: Sequence[Exercise],
    titles: Mapping[int, str],
) -> list[StateLine]:
    work = Submission.objects.filter(team__cohort=cohort)
    table = reporting.state_table(
        teams=[team.pk for team in teams],
        exercises=[exercise.pk for exercise in exercises],
        work=[
            reporting.WorkRow(*row)
            for row in work.values_list("team_id", "exercise_id", "state")
        ],
    )
    return [
        StateLine(
            titles.get(exercise.pk, exercise.key),
            tuple(_cell(exercise, team, table[team.pk][column]) for team in teams),
        )
        for column, exercise in enumerate(exercises)
    ]


def _cell(exercise: Exercise, team: Any, cell: reporting.StateCell) -> StateCell:
    if exercise.type == ExerciseType.PEER_REVIEW:
        return StateCell("", team.peer_given, exercise.reviews * team.people)
    if exercise.unit == Unit.PERSON:
        done = dict(cell.counts).get(SubmissionState.ACCEPTED, 0)
        return StateCell("", done, team.people)
    return StateCell(cell.state, None, 0)


def _heat(
    cohort: Cohort,
    teams: Sequence[Team],
    names: Sequence[Name],
    minimum: int,
    hidden: Collection[int],
) -> list[HeatLine]:
    reviews = Review.objects.filter(submission__team__cohort=cohort)
    rated = coach_levels(reviews.exclude(version__in=hidden))
    by_uuid = {name.uuid: name for name in names}
    lines = reporting.heat_table(
        teams=[team.pk for team in teams],
        criteria=[reporting.CriterionRow(n.uuid, n.is_gate) for n in names],
        rated=rated,
        minimum=minimum,
    )
    return [
        HeatLine(
            by_uuid[line.criterion],
            tuple(zip(teams, line.cells, strict=True)),
            line.mean,
        )
        for line in lines
    ]


def _weakest(heat: Sequence[HeatLine]) -> list[str]:
    """Named only where they tell something: not when every mean is the same."""
    means = {line.mean for line in heat if line.mean is not None}
    if len(means) < 2:
        return []
    lines = [reporting.HeatLine(line.name.label, (), line.mean) for line in heat]
    return [str(label) for label in reporting.weakest(lines)]


def _decisions(cohort: Cohort) -> list[reporting.DecisionRow]:
    rows = Decision.objects.current().filter(version__submission__team__cohort=cohort)
    return [
        reporting.DecisionRow(
            coach=row["decided_by"],
            team=row["team"],
            exercise=row["exercise"],
            returned=row["outcome"] == DecisionOutcome.RETURNED,
            days=reporting.days_waited(
                timezone.localdate(row["sent"]), timezone.localdate(row["decided_at"])
            ),
        )
        for row in rows.order_by("decided_at", "pk").values(
            "decided_by",
            "outcome",
            "decided_at",
            team=F("version__submission__team_id"),
            exercise=F("version__submission__exercise_id"),
            sent=F("version__submitted_at"),
        )
    ]


def _flow(decisions: Sequence[reporting.DecisionRow]) -> list[CoachLine]:
    lines = reporting.coach_lines(decisions)
    people = get_user_model()._default_manager.in_bulk({line.coach for line in lines})
    named = [
        CoachLine(str(people.get(line.coach) or "–"), line.given, line.median_days)
        for line in lines
    ]
    return sorted(named, key=lambda line: line.name)


def _attention(
    teams: Sequence[Team],
    titles: Mapping[int, str],
    decisions: Sequence[reporting.DecisionRow],
    heat: Sequence[HeatLine],
) -> list[Attention]:
    by_key = {team.pk: team for team in teams}
    found = [
        Attention(by_key[team], "returned", titles.get(exercise, ""), times)
        for team, exercise, times in reporting.returned_repeatedly(decisions)
    ]
    return found + [
        Attention(team, "gate", line.name.label)
        for line in heat
        for team, cell in line.cells
        if cell.gate_not_met
    ]
