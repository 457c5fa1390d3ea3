"""How a result came about: what counted and why, what decided, what would be enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from rubric.enums import Counting, LineBasis, Outcome, Reason, Standing
from rubric.rulesets import (
    NOT_ASSESSABLE,
    Criterion,
    Line,
    Ratings,
    Rules,
    RuleSet,
    Scored,
)
from rubric.weighing import Scorer, Table

#: By the level from which one starts: levels above it, and what each adds.
Gains = Mapping[int | None, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Lift:
    """One criterion raised to a higher level, with which the work would pass."""

    key: str
    #: None: it could not be assessed.
    from_level: int | None
    to_level: int
    #: The mean that it would come to, or the sum where points are summed.
    comes_to: Fraction


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A criterion of the version that the result does not look at, and why."""

    key: str
    why: Counting


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the level of a line is from, when it isn't one rating as it was given."""

    key: str
    basis: LineBasis
    #: The levels that were given, the lowest first; of an override the one replaced.
    given: tuple[int | None, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that is needed to check a result by hand."""

    scored: Scored
    rule_set: str
    rules: RuleSet
    #: The weightiest thing in the way; None: nothing was.
    decided_by: Reason | None
    #: Every single lift that would be enough, criterion by criterion, lowest first.
    lifts: tuple[Lift, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.scored.lines

    @property
    def outcome(self) -> Outcome:
        return self.scored.outcome

    @property
    def number(self) -> Fraction | None:
        return self.scored.number

    @property
    def threshold(self) -> Fraction | None:
        """The mean or the sum that is needed; None: the rules ask none."""
        rules = self.rules
        return rules.pass_mean if rules.pass_points is None else rules.pass_points

    @property
    def number_decides(self) -> bool:
        """No: it is for information, since a criterion has no level or none is asked."""
        has_all = all(line.points is not None for line in self.lines)
        return self.threshold is not None and has_all

    @property
    def no_lift_is_enough(self) -> bool:
        return self.outcome == Outcome.RETURNED and not self.lifts

    @property
    def smallest_lifts(self) -> tuple[Lift, ...]:
        """The lowest level that is enough, for each criterion that has one."""
        least = {lift.key: lift for lift in reversed(self.lifts)}
        return tuple(least[key] for key in dict.fromkeys(x.key for x in self.lifts))


def counting(line: Line) -> Counting:
    """Whether the line is in the mean or the sum, and why not."""
    if line.standing == Standing.NOT_RATED:
        return Counting.NOT_RATED
    return Counting.NOT_ASSESSABLE if line.points is None else Counting.COUNTED


def trace(
    *,
    criteria: Sequence[Criterion],
    ratings: Ratings,
    rules: Rules,
    rule_set: str,
    left_out: Sequence[LeftOut] = (),
    origins: Sequence[Origin] = (),
) -> Trace:
    """Score as `scoring.score` does and tell how. To trace many, prepare a `Tracer`."""
    traced = Tracer(Scorer(criteria, rules, rule_set)).trace(ratings)
    return replace(traced, left_out=tuple(left_out), origins=tuple(origins))


class Tracer:
    """Traces ratings of the same criteria by the same rules, as often as is wanted."""

    def __init__(self, scorer: Scorer) -> None:
        if not all(criterion.levels for criterion in scorer.criteria):
            raise ValueError("To name lifts, the levels of each criterion are needed.")
        self.scorer = scorer
        self._gains = [_gains(table) for table in scorer.tables]
        denominator = scorer.denominator

        @lru_cache(maxsize=4096)
        def fraction(numerator: int) -> Fraction:
            return Fraction(numerator, denominator)

        self._fraction = fraction

    def trace(self, ratings: Ratings) -> Trace:
        scorer = self.scorer
        scored = scorer.score(ratings)
        reasons = scored.reasons
        lifts = self._lifts(scored) if scored.outcome is Outcome.RETURNED else ()
        decided_by = reasons[0] if reasons else None
        return Trace(scored, scorer.rule_set, scorer.rules, decided_by, lifts)

    def _lifts(self, scored: Scored) -> tuple[Lift, ...]:
        """With two criteria in the way no single lift is enough; with one, only its
        own; with none, whatever makes up for what the mean or the sum lacks."""
        lines = scored.lines
        blocked = [i for i, x in enumerate(lines) if x.standing is not Standing.MET]
        if len(blocked) > 1:
            return ()
        total = scored.numerator or 0
        lacks = None if self.scorer.needed is None else self.scorer.needed - total
        lifts = []
        for i in blocked or range(len(lines)):
            key, level = lines[i].key, lines[i].points
            for to_level, gain in self._gains[i][level]:
                if lacks is None or gain >= lacks:
                    comes_to = self._fraction(total + gain)
                    lifts.append(Lift(key, level, to_level, comes_to))
        return tuple(lifts)


def _gains(table: Table) -> Gains:
    """From each level, the higher ones that meet the minimum and what each adds."""
    amounts: dict[int | None, int] = {NOT_ASSESSABLE: 0}
    amounts |= {level: table.amount(level) for level in sorted(table.worth)}
    return {
        start: tuple(
            (level, amounts[level] - amounts[start])
            for level in sorted(table.worth)
            if level > (start or 0) and level >= table.minimum
        )
        for start in amounts
    }
