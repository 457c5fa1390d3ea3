"""Takes the rules and criteria of a version from its rows, as `rubric.scoring` wants
them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from rubric import scoring
from rubric.enums import Outcome, RatedBy, RuleSetName
from rubric.exceptions import (
    CriterionNotAsked,
    ForeignCriterion,
    NotTheWhole,
    SumsNoPoints,
)
from rubric.models import Criterion, Level, RubricVersion
from rubric.weighing import Scorer, scorer_for

#: Rule sets whose threshold is for the whole version.
NEEDS_ALL = (RuleSetName.WHOLE, RuleSetName.POINTS)


def rules_of(version: RubricVersion) -> scoring.Rules:
    """The version's rule sets as exact values."""
    distinction = None
    if version.distinction_mean is not None:
        distinction = scoring.Distinction(
            Fraction(version.distinction_mean), version.distinction_level
        )
    return scoring.Rules(
        whole=scoring.RuleSet(
            grants=Outcome.PASSED,
            minimum_level=version.minimum_level,
            pass_mean=Fraction(version.pass_mean),
            distinction=distinction,
        ),
        parts=scoring.RuleSet(
            grants=Outcome.ACCEPTED,
            minimum_level=version.parts_minimum_level,
            pass_mean=_exact(version.parts_pass_mean),
        ),
        points=_sum_of_points(version),
    )


def scorer_of(
    version: RubricVersion,
    criteria: Sequence[Criterion],
    rule_set: RuleSetName | str,
    *,
    with_levels: bool = False,
) -> Scorer:
    """The version's rules over these criteria; refuses with `SumsNoPoints`.

    The levels are fetched only for what needs them: a sum of points, and naming lifts.
    """
    if rule_set == RuleSetName.POINTS and version.points_to_pass is None:
        raise SumsNoPoints(str(version))
    with_levels = with_levels or rule_set == RuleSetName.POINTS
    levels = _levels(criteria) if with_levels else {}
    values = tuple(_valued(row, levels.get(row.pk, ())) for row in criteria)
    return scorer_for(values, rules_of(version), str(rule_set))


def counted(
    version: RubricVersion, criteria: Iterable[Criterion], rule_set: RuleSetName | str
) -> list[Criterion]:
    """The criteria that a result looks at, in the version's order: never what only
    the author rates.

    Refuses with `ForeignCriterion`, with `CriterionNotAsked` when none is left, and
    with `NotTheWhole` when the rule set needs every criterion and one is missing.
    """
    asked = in_order(c for c in criteria if c.rated_by != RatedBy.AUTHOR)
    if not asked:
        raise CriterionNotAsked(str(version))
    for criterion in asked:
        if criterion.version_id != version.pk:
            raise ForeignCriterion(criterion.key)
    if rule_set in NEEDS_ALL:
        every = Criterion.objects.filter(version=version).scored()
        if every.count() != len(asked):
            raise NotTheWhole(str(version))
    return asked


def in_order(criteria: Iterable[Criterion]) -> list[Criterion]:
    return sorted(set(criteria), key=lambda c: (c.sort_order, c.pk))


def _sum_of_points(version: RubricVersion) -> scoring.RuleSet | None:
    needed = _exact(version.points_to_pass)
    if needed is None:
        return None
    return scoring.RuleSet(
        grants=Outcome.PASSED, minimum_level=version.minimum_level, pass_points=needed
    )


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _levels(
    criteria: Sequence[Criterion],
) -> dict[int, tuple[tuple[int, Fraction], ...]]:
    found = defaultdict(list)
    rows = Level.objects.filter(criterion__in=criteria).order_by("value")
    for criterion, value, points in rows.values_list("criterion", "value", "points"):
        worth = Fraction(value) if points is None else Fraction(points)
        found[criterion].append((value, worth))
    return {criterion: tuple(levels) for criterion, levels in found.items()}


def _valued(
    criterion: Criterion, levels: tuple[tuple[int, Fraction], ...]
) -> scoring.Criterion:
    return scoring.Criterion(
        key=criterion.key,
        weight=criterion.weight,
        is_gate=criterion.is_gate,
        needed_for_distinction=criterion.needed_for_distinction,
        levels=levels,
    )
