"""One criterion in one work of a team, as the profile shows it."""

from dataclasses import dataclass

from courses import reporting
from courses.enums import ExerciseType
from courses.screens.levels import Name
from courses.screens.work_levels import Point, Work
from rubric.models import RatingComment
from rubric.profile import Rated, Row


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A criterion in one work: the rounds that a coach rated, and own levels.

    `work` is None for a criterion on which nothing is rated yet.
    """

    name: Name
    work: Work | None = None
    points: tuple[Point, ...] = ()
    own: tuple[int, ...] = ()
    comment: RatingComment | None = None

    @property
    def first(self) -> Point | None:
        return self.points[0] if self.points else None

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def rise(self) -> int | None:
        """From the first round of the work to its latest; None with one round."""
        if not self.first or not self.latest or len(self.points) == 1:
            return None
        return reporting.rise(self.first.level, self.latest.level)

    @property
    def gap(self) -> int | None:
        """How far one's own level is above the coach's; only where both are one level."""
        level = self.latest.level if self.latest else None
        if level is None or len(set(self.own)) != 1:
            return None
        return self.own[0] - level

    @property
    def weight(self) -> tuple[bool, bool]:
        """What speaks for showing this work of several on one criterion."""
        rated = bool(self.points)
        whole = self.work is not None and self.work.type == ExerciseType.PORTFOLIO
        return rated and whole, rated

    @property
    def label(self) -> str:
        return f"{self.name.label}, {self.work.title}" if self.work else self.name.label

    @property
    def drawn(self) -> Row:
        first = self.first if len(self.points) > 1 else None
        own = tuple(Rated(level) for level in sorted(set(self.own)))
        return Row(
            self.name.label,
            (_rated(first), _rated(self.latest), own),
            detail=self.work.title if self.work else "",
        )


def _rated(point: Point | None) -> tuple[Rated, ...]:
    if point is None or point.level is None:
        return ()
    return (Rated(point.level, str(point.round)),)
