"""The levels of one team's work over the rounds, in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Q

from courses import reporting
from courses.charts import LevelChart, LevelRow, level_chart
from courses.enums import ExerciseType
from courses.models import (
    Decision,
    Enrolment,
    Review,
    SelfRatingRecord,
    SubmissionVersion,
    Team,
)
from courses.screens.levels import (
    CoachLevels,
    Name,
    coach_levels,
    comments_of,
    criterion_names,
    own_levels,
    scale_of,
)
from rubric.models import RatingComment
from rubric.scoring import format_mean


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One criterion. A level is (value, name in words); None is not rated."""

    name: Name
    first: int | None
    latest: int | None
    portfolio: int | None
    own: tuple[int, ...]
    comment: RatingComment | None

    @property
    def rise(self) -> int | None:
        return reporting.rise(self.first, self.latest)

    @property
    def gap(self) -> int | None:
        """How far one's own level is above the coach's; only where both are one level."""
        if self.latest is None or len(set(self.own)) != 1:
            return None
        return self.own[0] - self.latest


@dataclass(frozen=True, slots=True)
class Profile:
    team: Team
    rows: list[ProfileRow]
    scale: list[tuple[int, str]]
    minimum: int
    chart: LevelChart
    #: Hidden from a coach while an answer waits: it would steer the rating.
    own_hidden: bool
    mean: Decimal | None

    @property
    def is_empty(self) -> bool:
        return not any(row.latest or row.own for row in self.rows)

    @property
    def rises(self) -> list[int]:
        return [row.rise for row in self.rows if row.rise is not None]

    @property
    def mean_rise(self) -> Decimal | None:
        if not self.rises or sum(self.rises) <= 0:
            return None
        mean = Fraction(sum(self.rises), len(self.rises))
        return Decimal(format_mean(mean, places=1))

    @property
    def most_risen(self) -> list[str]:
        top = max(self.rises, default=0)
        return [row.name.label for row in self.rows if top > 0 and row.rise == top]

    @property
    def higher(self) -> list[ProfileRow]:
        return [row for row in self.rows if (row.gap or 0) > 0]

    @property
    def lower(self) -> list[ProfileRow]:
        return [row for row in self.rows if (row.gap or 0) < 0]


def criterion_profile(*, team: Team, enrolment: Enrolment | None) -> Profile:
    """For a member (`enrolment`) with the levels that are theirs to see, for a coach with
    everybody's."""
    version = team.cohort.course.rubric_version
    names = criterion_names(version)
    coach = coach_levels(Review.objects.filter(submission__team=team))
    own_hidden = enrolment is None and _waits(team)
    own = {} if own_hidden else own_levels(_records(team, enrolment))
    rows = _rows(names, coach, own)
    scale = scale_of(version)
    drawn = [LevelRow(r.name.label, r.first, r.latest, r.own) for r in rows]
    return Profile(
        team=team,
        rows=rows,
        scale=scale,
        minimum=version.minimum_level,
        chart=level_chart(rows=drawn, scale=scale, minimum=version.minimum_level),
        own_hidden=own_hidden,
        mean=_portfolio_mean(team),
    )


def _waits(team: Team) -> bool:
    versions = SubmissionVersion.objects.waiting_for_coach()
    return versions.filter(submission__team=team).exists()


def _records(team: Team, enrolment: Enrolment | None) -> Any:
    """A member sees their own ratings and the self-assessment made for the team."""
    records = SelfRatingRecord.objects.filter(submission__team=team)
    if enrolment is None:
        return records
    for_team = Q(
        submission__person__isnull=True,
        submission__exercise__type=ExerciseType.SELF_ASSESSMENT,
    )
    return records.filter(Q(enrolment=enrolment) | for_team)


def _rows(
    names: Sequence[Name], coach: CoachLevels, own: Mapping[UUID, tuple[int, ...]]
) -> list[ProfileRow]:
    first = _by_criterion(reporting.first_levels(coach.rows))
    latest = _by_criterion(reporting.latest_levels(coach.rows))
    portfolio = _by_criterion(reporting.latest_levels(coach.portfolio))
    sources = {uuid: coach.sources[row] for uuid, row in latest.items()}
    comments = comments_of(sources.values())
    return [
        ProfileRow(
            name=name,
            first=_level(first, name.uuid),
            latest=_level(latest, name.uuid),
            portfolio=_level(portfolio, name.uuid),
            own=own.get(name.uuid, ()),
            comment=comments.get((sources.get(name.uuid, 0), name.uuid)),
        )
        for name in names
    ]


def _by_criterion(
    rows: Mapping[tuple[Any, Any], reporting.RatedRow],
) -> dict[UUID, reporting.RatedRow]:
    return {uuid: row for (_team, uuid), row in rows.items()}


def _level(rows: Mapping[UUID, reporting.RatedRow], uuid: UUID) -> int | None:
    return rows[uuid].level if uuid in rows else None


def _portfolio_mean(team: Team) -> Decimal | None:
    """The weighted mean of the newest decision on the portfolio, cut to two places."""
    decision = (
        Decision.objects.current()
        .filter(
            version__submission__team=team,
            version__submission__exercise__type=ExerciseType.PORTFOLIO,
        )
        .select_related("result")
        .newest_first()
        .first()
    )
    if decision is None or decision.result.mean is None:
        return None
    return Decimal(format_mean(decision.result.mean))
