"""The levels of one team's works over their rounds, in a fixed number of questions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.enums import ExerciseType
from courses.models import (
    Decision,
    Enrolment,
    Review,
    SecondReading,
    SelfRatingRecord,
    Submission,
    SubmissionVersion,
    Team,
)
from courses.screens.levels import Name, comments_of, criterion_names, scale_of
from courses.screens.profile_row import ProfileRow
from courses.screens.work_levels import Place, Point, Work, coach_points, own_points
from courses.titles import exercise_titles
from rubric.drawing import ProfileChart, Series, Shape
from rubric.models import RatingComment
from rubric.profile import profile_chart
from rubric.scoring import format_mean


@dataclass(frozen=True, slots=True)
class Profile:
    team: Team
    rows: list[ProfileRow]
    scale: list[tuple[int, str]]
    minimum: int
    #: Hidden from a coach while an answer waits: it would steer the rating.
    own_hidden: bool
    #: Left out of a coach's: levels of answers that they may read a second time.
    coach_hidden: bool
    mean: Decimal | None

    @property
    def chart(self) -> ProfileChart:
        return profile_chart(
            rows=[row.drawn for row in self.telling],
            series=[
                Series(_("Coach, first round"), Shape.RING),
                Series(_("Coach, latest round"), Shape.VESSEL),
                Series(_("Own rating, latest"), Shape.DIAMOND),
            ],
            scale=self.scale,
            minimum=self.minimum,
            link=(0, 1),
        )

    @property
    def telling(self) -> list[ProfileRow]:
        """One row a criterion, so that the chart can be taken in at a glance: the
        portfolio once a coach has rated it, before that the latest rated work. Every
        work stands in the table."""
        rows: dict[Any, ProfileRow] = {}
        for row in self.rows:
            chosen = rows.get(row.name.uuid)
            if chosen is None or row.weight >= chosen.weight:
                rows[row.name.uuid] = row
        return list(rows.values())

    @property
    def is_empty(self) -> bool:
        return not any(row.work for row in self.rows)

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
        return [row.label for row in self.rows if top > 0 and row.rise == top]

    @property
    def higher(self) -> list[ProfileRow]:
        return [row for row in self.rows if (row.gap or 0) > 0]

    @property
    def lower(self) -> list[ProfileRow]:
        return [row for row in self.rows if (row.gap or 0) < 0]


def criterion_profile(
    *, team: Team, enrolment: Enrolment | None, coach: Any = None
) -> Profile:
    """For a member (`enrolment`) with the levels that are theirs to see, for a `coach`
    with everybody's."""
    version = team.cohort.course.rubric_version
    own_hidden = enrolment is None and _waits(team)
    hidden = _hidden_rounds(team, coach) if coach else set()
    rated = _RatedWorks(team, enrolment, with_own=not own_hidden, hidden=hidden)
    return Profile(
        team=team,
        rows=[row for name in criterion_names(version) for row in rated.rows(name)],
        scale=scale_of(version),
        minimum=version.minimum_level,
        own_hidden=own_hidden,
        coach_hidden=bool(hidden),
        mean=_portfolio_mean(team, hidden),
    )


class _RatedWorks:
    """What is rated in the works of a team that one person may see."""

    def __init__(
        self,
        team: Team,
        enrolment: Enrolment | None,
        *,
        with_own: bool,
        hidden: Collection[int],
    ) -> None:
        self.team, self.enrolment, self.with_own = team, enrolment, with_own
        self.hidden = hidden

    def rows(self, name: Name) -> Iterator[ProfileRow]:
        found = False
        for work in self.works:
            place = (name.uuid, work.pk)
            points, own = tuple(self.coach.get(place, ())), self._own(place, work)
            if points or own:
                comment = None
                if points:
                    comment = self.comments.get((points[-1].assessment, name.uuid))
                found = True
                yield ProfileRow(name, work, points, own, comment)
        if not found:
            yield ProfileRow(name)

    def _own(self, place: Place, work: Work) -> tuple[int, ...]:
        """A portfolio's own levels come from the self-assessment, unless it has some."""
        levels = self.own.get(place, ())
        if levels or work.type != ExerciseType.PORTFOLIO:
            return levels
        others = [w for w in self.works if w.type == ExerciseType.SELF_ASSESSMENT]
        given = (self.own.get((place[0], other.pk)) for other in reversed(others))
        return next((levels for levels in given if levels), ())

    @cached_property
    def works(self) -> list[Work]:
        """In the order of the course. A team-mate's own work is not shown to a member."""
        course = self.team.cohort.course
        titles = exercise_titles(course, get_language() or "")
        rows = Submission.objects.filter(team=self.team).select_related("exercise")
        if self.enrolment is not None:
            rows = rows.filter(Q(person__isnull=True) | Q(person=self.enrolment))
        return [
            Work(
                row.pk,
                row.exercise_id,
                titles.get(row.exercise_id, row.exercise.key),
                row.exercise.type,
            )
            for row in rows.order_by("exercise__sort_order", "exercise_id", "pk")
        ]

    @cached_property
    def coach(self) -> Mapping[Place, list[Point]]:
        rows = Review.objects.filter(submission__team=self.team)
        return coach_points(rows.exclude(version__in=self.hidden))

    @cached_property
    def own(self) -> Mapping[Place, tuple[int, ...]]:
        return own_points(self._records) if self.with_own else {}

    @cached_property
    def comments(self) -> Mapping[tuple[int, Any], RatingComment]:
        return comments_of(points[-1].assessment for points in self.coach.values())

    @property
    def _records(self) -> QuerySet[SelfRatingRecord, Any]:
        """A member sees their own ratings and the self-assessment made for the team."""
        records = SelfRatingRecord.objects.filter(submission__team=self.team)
        if self.enrolment is None:
            return records
        for_team = Q(
            submission__person__isnull=True,
            submission__exercise__type=ExerciseType.SELF_ASSESSMENT,
        )
        return records.filter(Q(enrolment=self.enrolment) | for_team)


def _waits(team: Team) -> bool:
    versions = SubmissionVersion.objects.waiting_for_coach()
    return versions.filter(submission__team=team).exists()


def _hidden_rounds(team: Team, coach: Any) -> set[int]:
    rows = SecondReading.objects.hiding_from(coach)
    return rows.filter(version__submission__team=team).rounds()


def _portfolio_mean(team: Team, hidden: Collection[int]) -> Decimal | None:
    """The weighted mean of the newest decision on the portfolio, cut to two places."""
    decision = (
        Decision.objects.current()
        .filter(
            version__submission__team=team,
            version__submission__exercise__type=ExerciseType.PORTFOLIO,
        )
        .exclude(version__in=hidden)
        .select_related("result")
        .newest_first()
        .first()
    )
    if decision is None or decision.result.mean is None:
        return None
    return Decimal(format_mean(decision.result.mean))
