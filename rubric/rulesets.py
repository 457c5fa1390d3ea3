"""The rules of a version and what they make of ratings, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from rubric.enums import Outcome, Reason, RuleSetName, Standing

#: Kept with each result, so that an old one can be told from a recomputed one.
#: 2 sums points, pools assessors and leaves out what only the author rates; what
#: engine 1 stored comes to the same.
ENGINE_VERSION = 2
#: The value of a criterion that can't be assessed. A criterion not yet rated is absent.
NOT_ASSESSABLE = None

Ratings = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Criterion:
    key: str
    weight: int
    is_gate: bool = False
    needed_for_distinction: bool = False
    #: Each level that can be chosen, with its points. Left empty, any level from 1 is
    #: taken and its points are its number; to name lifts the levels must be known.
    levels: tuple[tuple[int, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Distinction:
    mean: Fraction
    level: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    #: The outcome when nothing stands in the way.
    grants: Outcome
    minimum_level: int
    pass_mean: Fraction | None = None
    distinction: Distinction | None = None
    #: Set for a sum of points; the weights then count nothing.
    pass_points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    whole: RuleSet
    parts: RuleSet
    points: RuleSet | None = None

    def named(self, name: str) -> RuleSet:
        chosen = {
            RuleSetName.WHOLE: self.whole,
            RuleSetName.PARTS: self.parts,
            RuleSetName.POINTS: self.points,
        }[RuleSetName(name)]
        if chosen is None:
            raise ValueError("These rules say no points to pass.")
        return chosen


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: its level (`points`; None is "no level") and how it stands."""

    key: str
    weight: int
    points: int | None
    standing: Standing
    is_gate: bool = False
    #: What it adds to the numerator of the mean, or to the sum; None adds nothing.
    adds: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """The outcome with everything that led to it."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    numerator: int | None
    denominator: int | None
    gate_met: bool
    mean_decides: bool
    distinction: bool = False
    engine_version: int = field(default=ENGINE_VERSION)
    #: The fraction is a sum of points and not a mean.
    is_sum: bool = False

    @property
    def number(self) -> Fraction | None:
        """The mean, or the sum where points are summed; None: nothing was rated."""
        if self.numerator is None or self.denominator is None:
            return None
        return Fraction(self.numerator, self.denominator)

    @property
    def mean(self) -> Fraction | None:
        return None if self.is_sum else self.number

    @property
    def total(self) -> Fraction | None:
        return self.number if self.is_sum else None

    @property
    def below_minimum(self) -> tuple[str, ...]:
        low = (Standing.BELOW_MINIMUM, Standing.GATE_NOT_MET)
        return tuple(line.key for line in self.lines if line.standing in low)

    @property
    def not_rated(self) -> tuple[str, ...]:
        return tuple(x.key for x in self.lines if x.standing == Standing.NOT_RATED)
