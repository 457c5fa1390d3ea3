"""What ratings come to. Exact: integers, and one fraction at the end.

`whole` is for a description rated on every criterion: each criterion at least at the
minimum level, every gate met, and the weighted mean at least `pass_mean`. `parts` is
for an exercise rated on some criteria: minimum level and gates only. A criterion that
can't be assessed counts as below the minimum and never as a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rubric.enums import Outcome, Reason, RuleSetName, Standing

#: Kept with each result, so that an old one can be told from a recomputed one.
ENGINE_VERSION = 1
#: The value of a criterion that can't be assessed. A criterion not yet rated is absent.
NOT_ASSESSABLE = None

Ratings = Mapping[str, int | None]


@dataclass(frozen=True)
class Criterion:
    key: str
    weight: int
    is_gate: bool = False
    needed_for_distinction: bool = False


@dataclass(frozen=True)
class Distinction:
    mean: Fraction
    level: int


@dataclass(frozen=True)
class RuleSet:
    #: The outcome when nothing stands in the way.
    grants: Outcome
    minimum_level: int
    pass_mean: Fraction | None = None
    distinction: Distinction | None = None


@dataclass(frozen=True)
class Rules:
    whole: RuleSet
    parts: RuleSet

    def named(self, name: str) -> RuleSet:
        return self.whole if name == RuleSetName.WHOLE else self.parts


@dataclass(frozen=True)
class Line:
    key: str
    weight: int
    points: int | None
    standing: Standing


@dataclass(frozen=True)
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

    @property
    def mean(self) -> Fraction | None:
        if self.numerator is None or self.denominator is None:
            return None
        return Fraction(self.numerator, self.denominator)

    @property
    def below_minimum(self) -> tuple[str, ...]:
        low = (Standing.BELOW_MINIMUM, Standing.GATE_NOT_MET)
        return tuple(line.key for line in self.lines if line.standing in low)

    @property
    def not_rated(self) -> tuple[str, ...]:
        return tuple(x.key for x in self.lines if x.standing == Standing.NOT_RATED)


def score(
    *, criteria: Sequence[Criterion], ratings: Ratings, rules: Rules, rule_set: str
) -> Scored:
    """Score the criteria that were asked, in their order.

    `ratings` holds a level for each rated criterion and `NOT_ASSESSABLE` where there
    was nothing to rate; a criterion that is absent is not yet rated, and then the
    outcome is `incomplete`. Weights count among the rated criteria only, so a subset
    needs no weights of its own.
    """
    _refuse_nonsense(criteria, ratings)
    chosen = rules.named(rule_set)
    lines = tuple(_line(c, ratings, chosen.minimum_level) for c in criteria)
    rated = [line for line in lines if line.points is not None]
    numerator = sum(line.weight * (line.points or 0) for line in rated)
    denominator = sum(line.weight for line in rated)
    mean = Fraction(numerator, denominator) if rated else None
    decides = chosen.pass_mean is not None and len(rated) == len(lines)
    reasons = _reasons(lines, mean if decides else None, chosen)
    return Scored(
        outcome=_outcome(reasons, chosen),
        reasons=reasons,
        lines=lines,
        numerator=numerator if rated else None,
        denominator=denominator if rated else None,
        gate_met=all(
            line.standing == Standing.MET
            for line, criterion in zip(lines, criteria, strict=True)
            if criterion.is_gate
        ),
        mean_decides=decides,
        distinction=not reasons and _is_distinguished(criteria, ratings, mean, chosen),
    )


def format_mean(mean: Fraction | None, *, places: int = 2) -> str:
    """Write a mean for people. Digits beyond the last place are cut off, never
    rounded up, so a mean just under a threshold never reads as the threshold.
    Never compare by it."""
    if mean is None:
        return ""
    units = mean.numerator * 10**places // mean.denominator
    whole, part = divmod(units, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def _line(criterion: Criterion, ratings: Ratings, minimum: int) -> Line:
    points = ratings.get(criterion.key, NOT_ASSESSABLE)
    if criterion.key not in ratings:
        standing = Standing.NOT_RATED
    elif points is not None and points >= minimum:
        standing = Standing.MET
    elif criterion.is_gate:
        standing = Standing.GATE_NOT_MET
    else:
        standing = Standing.BELOW_MINIMUM
    return Line(criterion.key, criterion.weight, points, standing)


def _reasons(
    lines: Sequence[Line], mean: Fraction | None, rules: RuleSet
) -> tuple[Reason, ...]:
    """Everything that stands in the way, the weightiest first."""
    standings = {line.standing for line in lines}
    reasons = []
    if Standing.NOT_RATED in standings:
        reasons.append(Reason.NOT_RATED)
    if Standing.GATE_NOT_MET in standings:
        reasons.append(Reason.GATE_NOT_MET)
    if Standing.BELOW_MINIMUM in standings:
        reasons.append(Reason.BELOW_MINIMUM)
    if rules.pass_mean is not None and mean is not None and mean < rules.pass_mean:
        reasons.append(Reason.MEAN_TOO_LOW)
    return tuple(reasons)


def _outcome(reasons: Sequence[Reason], rules: RuleSet) -> Outcome:
    if Reason.NOT_RATED in reasons:
        return Outcome.INCOMPLETE
    return Outcome.RETURNED if reasons else rules.grants


def _is_distinguished(
    criteria: Sequence[Criterion],
    ratings: Ratings,
    mean: Fraction | None,
    rules: RuleSet,
) -> bool:
    wanted = rules.distinction
    if wanted is None or mean is None or mean < wanted.mean:
        return False
    return all(
        (ratings[criterion.key] or 0) >= wanted.level
        for criterion in criteria
        if criterion.needed_for_distinction
    )


def _refuse_nonsense(criteria: Sequence[Criterion], ratings: Ratings) -> None:
    keys = [criterion.key for criterion in criteria]
    if not keys or len(set(keys)) != len(keys):
        raise ValueError("Criteria must be given, each of them once.")
    if any(criterion.weight < 1 for criterion in criteria):
        raise ValueError("Every weight must be at least 1.")
    if foreign := set(ratings) - set(keys):
        raise ValueError(f"Rated but not asked: {', '.join(sorted(foreign))}.")
    if any(points is not None and points < 1 for points in ratings.values()):
        raise ValueError("A level is at least 1; use NOT_ASSESSABLE for no level.")
