"""Makes a result of ratings, stores it for good and explains it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from rubric import scoring
from rubric.enums import LineBasis, Outcome, RuleSetName
from rubric.exceptions import (
    AssessmentNotSubmitted,
    CriterionNotAsked,
    ForeignCriterion,
    MissingRatings,
    NotTheWhole,
)
from rubric.models import (
    Assessment,
    Criterion,
    CriterionRating,
    Result,
    ResultLine,
    RubricVersion,
)


@transaction.atomic
def make_result(
    *,
    version: RubricVersion,
    criteria: Iterable[Criterion],
    rule_set: RuleSetName | str,
    assessment: Assessment,
    supersedes: Result | None = None,
    at: datetime | None = None,
    by: Any = None,
) -> Result:
    """Store what a submitted assessment comes to (`rubric.scoring` has the rules).

    Refuses with `AssessmentNotSubmitted`, `ForeignCriterion` (the criterion or the
    assessment is of another version), `CriterionNotAsked`, `MissingRatings`, and
    `NotTheWhole` when the rule set `whole` does not get every criterion.
    """
    if not assessment.counts:
        raise AssessmentNotSubmitted(str(assessment.uuid))
    asked = in_order(criteria)
    _refuse_foreign(version, asked, assessment)
    ratings = {r.criterion_id: r for r in assessment.ratings.select_related("level")}
    if missing := [c for c in asked if c.pk not in ratings]:
        raise MissingRatings(missing)
    scored = _score(version, asked, ratings, rule_set)
    result = Result(
        version=version,
        rule_set=rule_set,
        numerator=scored.numerator,
        denominator=scored.denominator,
        outcome=scored.outcome,
        gate_met=scored.gate_met,
        mean_decides=scored.mean_decides,
        distinction=scored.distinction,
        engine_version=scored.engine_version,
        supersedes=supersedes,
        made_at=at or timezone.now(),
        made_by=by,
    )
    result.full_clean()
    result.save()
    rated = [(criterion, ratings[criterion.pk]) for criterion in asked]
    return _seal(result, rated, scored)


def _seal(
    result: Result,
    rated: Sequence[tuple[Criterion, CriterionRating]],
    scored: scoring.Scored,
) -> Result:
    """Write a line for each criterion; from then on nothing of the result changes."""
    ResultLine.objects.bulk_create(
        ResultLine(
            result=result,
            criterion=criterion,
            rating=rating,
            basis=LineBasis.RATING,
            points=line.points,
            weight=line.weight,
            standing=line.standing,
        )
        for (criterion, rating), line in zip(rated, scored.lines, strict=True)
    )
    result.is_sealed = True
    result.save(update_fields=["is_sealed"])
    return result


def preview_score(
    *,
    assessment: Assessment,
    rule_set: RuleSetName | str,
    criteria: Iterable[Criterion] | None = None,
) -> scoring.Scored:
    """What a draft would come to now; unrated criteria make it `incomplete`."""
    if criteria is None:
        rows = assessment.asked.select_related("criterion")
        criteria = [row.criterion for row in rows]
    ratings = {r.criterion_id: r for r in assessment.ratings.select_related("level")}
    return _score(assessment.version, in_order(criteria), ratings, rule_set)


def explain_result(result: Result) -> scoring.Scored:
    """Compute a stored result again from its own lines and its version's rules."""
    lines = list(result.lines.select_related("criterion"))
    return scoring.score(
        criteria=[_weighed(line.criterion) for line in lines],
        ratings={line.criterion.key: line.points for line in lines},
        rules=rules_of(result.version),
        rule_set=result.rule_set,
    )


def rules_of(version: RubricVersion) -> scoring.Rules:
    """The version's rule sets as exact values."""
    distinction = None
    if version.distinction_mean is not None:
        distinction = scoring.Distinction(
            Fraction(version.distinction_mean), version.distinction_level
        )
    parts_mean = version.parts_pass_mean
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
            pass_mean=None if parts_mean is None else Fraction(parts_mean),
        ),
    )


def in_order(criteria: Iterable[Criterion]) -> list[Criterion]:
    return sorted(set(criteria), key=lambda c: (c.sort_order, c.pk))


def _refuse_foreign(
    version: RubricVersion, asked: Sequence[Criterion], assessment: Assessment
) -> None:
    if assessment.version_id != version.pk:
        raise ForeignCriterion(str(assessment.uuid))
    for criterion in asked:
        if criterion.version_id != version.pk:
            raise ForeignCriterion(criterion.key)
    of_assessment = set(assessment.asked.values_list("criterion", flat=True))
    if not asked or not {criterion.pk for criterion in asked} <= of_assessment:
        raise CriterionNotAsked(str(assessment.uuid))


def _score(
    version: RubricVersion,
    asked: Sequence[Criterion],
    ratings: dict[int, CriterionRating],
    rule_set: RuleSetName | str,
) -> scoring.Scored:
    if rule_set == RuleSetName.WHOLE and len(asked) != version.criteria.count():
        raise NotTheWhole(str(version))
    return scoring.score(
        criteria=[_weighed(criterion) for criterion in asked],
        ratings={c.key: _points(ratings[c.pk]) for c in asked if c.pk in ratings},
        rules=rules_of(version),
        rule_set=rule_set,
    )


def _points(rating: CriterionRating) -> int | None:
    return rating.level.value if rating.level else scoring.NOT_ASSESSABLE


def _weighed(criterion: Criterion) -> scoring.Criterion:
    return scoring.Criterion(
        key=criterion.key,
        weight=criterion.weight,
        is_gate=criterion.is_gate,
        needed_for_distinction=criterion.needed_for_distinction,
    )
