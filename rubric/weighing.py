"""The arithmetic of scoring, prepared once for many results of the same rules.

What one criterion adds at one level is the same in every result, so a `Scorer` works it
out once for each level; a result is then the lines looked up and their integers added.
It holds nothing of the results that it made.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, lcm
from typing import NamedTuple

from rubric.enums import Outcome, Reason, Standing
from rubric.rulesets import (
    ENGINE_VERSION,
    NOT_ASSESSABLE,
    Criterion,
    Line,
    Ratings,
    Rules,
    RuleSet,
    Scored,
)

#: What a line can have against it, to be gathered with `|`.
UNRATED, GATE, LOW, NO_NUMBER, GATE_OPEN, SHORT = 1, 2, 4, 8, 16, 32
#: Stands in a table of levels for "not yet rated", which is no value of a rating.
ABSENT = object()


class Entry(NamedTuple):
    """A criterion at one level: its line and what it does to the result."""

    line: Line
    amount: int
    weight: int
    against: int


class Table(dict[object, Entry]):
    """The entries of a criterion by its level, `NOT_ASSESSABLE` and `ABSENT`."""

    def __init__(self, criterion: Criterion, minimum: int, scale: int | None) -> None:
        self.criterion, self.minimum, self.scale = criterion, minimum, scale
        self.worth = dict(criterion.levels)
        super().__init__((value, self._entry(value)) for value in self.worth)
        self[NOT_ASSESSABLE] = self._without_level(NO_NUMBER)
        self[ABSENT] = self._without_level(NO_NUMBER | UNRATED)

    def __missing__(self, value: object) -> Entry:
        if not isinstance(value, int) or value < 1:
            raise ValueError("A level is at least 1; use NOT_ASSESSABLE for no level.")
        if self.worth:
            raise ValueError(f"{self.criterion.key} has no level {value}.")
        return self._entry(value)

    def _entry(self, level: int) -> Entry:
        against = 0 if level >= self.minimum else self._low
        amount = self.amount(level)
        adds = Fraction(amount, self.scale or 1)
        return Entry(
            self._line(level, against, adds), amount, self.criterion.weight, against
        )

    def _without_level(self, against: int) -> Entry:
        if against & UNRATED:
            against |= GATE_OPEN if self.criterion.is_gate else 0
        else:
            against |= self._low
        return Entry(self._line(None, against, None), 0, 0, against)

    def amount(self, level: int) -> int:
        """What the level adds, as a whole number: of the scale where points are summed."""
        if self.scale is None:
            return self.criterion.weight * level
        return int(self.worth.get(level, Fraction(level)) * self.scale)

    @property
    def _low(self) -> int:
        return GATE | GATE_OPEN if self.criterion.is_gate else LOW

    def _line(self, level: int | None, against: int, adds: Fraction | None) -> Line:
        standing = Standing.MET
        if against & UNRATED:
            standing = Standing.NOT_RATED
        elif against & GATE:
            standing = Standing.GATE_NOT_MET
        elif against & LOW:
            standing = Standing.BELOW_MINIMUM
        row = self.criterion
        return Line(row.key, row.weight, level, standing, row.is_gate, adds)


class Scorer:
    """Scores ratings of the same criteria by the same rules, as often as is wanted."""

    def __init__(
        self, criteria: Sequence[Criterion], rules: Rules, rule_set: str
    ) -> None:
        _refuse_nonsense(criteria)
        self.criteria = tuple(criteria)
        self.rule_set = str(rule_set)
        self.rules: RuleSet = rules.named(rule_set)
        self.is_sum = self.rules.pass_points is not None
        scale = _common_scale(criteria) if self.is_sum else None
        self.tables = [Table(c, self.rules.minimum_level, scale) for c in criteria]
        #: The denominator when every criterion has a level.
        self.denominator = scale or sum(c.weight for c in criteria)
        #: The least numerator that passes; None: no mean and no sum is asked.
        self.needed = self._numerator_for(
            self.rules.pass_points if self.is_sum else self.rules.pass_mean
        )
        self.lookups = [(t.criterion.key, t) for t in self.tables]
        self._prepare_outcomes()

    def score(self, ratings: Ratings) -> Scored:
        get, numerator, weight, against = ratings.get, 0, 0, 0
        lines = []
        for key, table in self.lookups:
            line, amount, counts, wrong = table[get(key, ABSENT)]
            lines.append(line)
            numerator += amount
            weight += counts
            against |= wrong
        if against & UNRATED or len(ratings) != len(lines):
            self._refuse_foreign(ratings)
        decides = self.needed is not None and not against & NO_NUMBER
        if decides and numerator < self.needed:  # type: ignore[operator]
            against |= SHORT
        reasons, outcome = self._outcomes[against & ~(NO_NUMBER | GATE_OPEN)]
        rated = weight > 0
        return Scored(
            outcome,
            reasons,
            tuple(lines),
            numerator if rated else None,
            (self.denominator if self.is_sum else weight) if rated else None,
            not against & GATE_OPEN,
            decides and not self.is_sum,
            not reasons and self._is_distinguished(lines, numerator),
            ENGINE_VERSION,
            self.is_sum,
        )

    def _is_distinguished(self, lines: Sequence[Line], numerator: int) -> bool:
        wanted = self.rules.distinction
        if wanted is None or numerator < self._distinguished_at:
            return False
        return all((lines[i].points or 0) >= wanted.level for i in self._marked)

    def _prepare_outcomes(self) -> None:
        self._outcomes = {}
        for against in range(2 * SHORT):
            reasons = tuple(_reasons(against, self.is_sum))
            outcome = Outcome.RETURNED if reasons else self.rules.grants
            if against & UNRATED:
                outcome = Outcome.INCOMPLETE
            self._outcomes[against] = (reasons, outcome)
        wanted = self.rules.distinction
        self._distinguished_at = (
            self._numerator_for(wanted.mean) if wanted else None
        ) or 0
        self._marked = [
            i for i, row in enumerate(self.criteria) if row.needed_for_distinction
        ]

    def _numerator_for(self, number: Fraction | None) -> int | None:
        """The least whole numerator whose fraction is at least the number. Exact:
        numerators are whole, so nothing lies between it and the one below."""
        return None if number is None else ceil(number * self.denominator)

    def _refuse_foreign(self, ratings: Ratings) -> None:
        if foreign := set(ratings) - {row.key for row in self.criteria}:
            raise ValueError(f"Rated but not asked: {', '.join(sorted(foreign))}.")


@lru_cache(maxsize=64)
def scorer_for(criteria: tuple[Criterion, ...], rules: Rules, rule_set: str) -> Scorer:
    """One scorer for equal values: a changed rule or weight is another scorer."""
    return Scorer(criteria, rules, rule_set)


def _reasons(against: int, is_sum: bool) -> Iterator[Reason]:
    """Everything that stands in the way, the weightiest first."""
    if against & UNRATED:
        yield Reason.NOT_RATED
    if against & GATE:
        yield Reason.GATE_NOT_MET
    if against & LOW:
        yield Reason.BELOW_MINIMUM
    if against & SHORT:
        yield Reason.POINTS_TOO_LOW if is_sum else Reason.MEAN_TOO_LOW


def _common_scale(criteria: Sequence[Criterion]) -> int:
    """Makes the points of every level whole."""
    return lcm(*(points.denominator for c in criteria for _, points in c.levels))


def _refuse_nonsense(criteria: Sequence[Criterion]) -> None:
    keys = [criterion.key for criterion in criteria]
    if not keys or len(set(keys)) != len(keys):
        raise ValueError("Criteria must be given, each of them once.")
    if any(criterion.weight < 1 for criterion in criteria):
        raise ValueError("Every weight must be at least 1.")
