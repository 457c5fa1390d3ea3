"""What ratings come to. Exact: integers, and one fraction at the end.

`whole` is for a description rated on every criterion: each criterion at least at the
minimum level, every gate met, and the weighted mean at least `pass_mean`. `points` is
for the same, with a sum of points in the place of the mean. `parts` is for an exercise
rated on some criteria: minimum level and gates, and a mean only where one is set. A
criterion that can't be assessed counts as below the minimum and never as a number.
`docs/scoring.md` tells it with examples.
"""

from collections.abc import Sequence
from fractions import Fraction

from rubric.rulesets import (
    ENGINE_VERSION,
    NOT_ASSESSABLE,
    Criterion,
    Distinction,
    Line,
    Ratings,
    Rules,
    RuleSet,
    Scored,
)
from rubric.weighing import Scorer

__all__ = [
    "ENGINE_VERSION",
    "NOT_ASSESSABLE",
    "Criterion",
    "Distinction",
    "Line",
    "Ratings",
    "RuleSet",
    "Rules",
    "Scored",
    "format_mean",
    "score",
]


def score(
    *, criteria: Sequence[Criterion], ratings: Ratings, rules: Rules, rule_set: str
) -> Scored:
    """Score the criteria that were asked, in their order.

    `ratings` holds a level for each rated criterion and `NOT_ASSESSABLE` where there
    was nothing to rate; a criterion that is absent is not yet rated, and then the
    outcome is `incomplete`. Weights count among the rated criteria only, so a subset
    needs no weights of its own. To score many, prepare one `weighing.Scorer`.
    """
    return Scorer(criteria, rules, rule_set).score(ratings)


def format_mean(mean: Fraction | None, *, places: int = 2) -> str:
    """Write a mean for people. Digits beyond the last place are cut off, never
    rounded up, so a mean just under a threshold never reads as the threshold.
    Never compare by it."""
    if mean is None:
        return ""
    units = mean.numerator * 10**places // mean.denominator
    whole, part = divmod(units, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)
