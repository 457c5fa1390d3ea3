"""Makes a result of ratings and stores it for good."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rubric.enums import AssessmentKind, LineBasis, Pooling, RuleSetName
from rubric.exceptions import (
    AssessmentNotSubmitted,
    CriterionNotAsked,
    DifferentWorks,
    ForeignCriterion,
    MissingRatings,
    PoolsNothing,
    PracticeNeverCounts,
    SameAssessor,
    TooFewAssessments,
)
from rubric.models import (
    AskedCriterion,
    Assessment,
    Criterion,
    CriterionRating,
    PooledRating,
    Result,
    ResultLine,
    RubricVersion,
)
from rubric.pooling import median_level
from rubric.scoring import NOT_ASSESSABLE, Scored
from rubric.services.ruling import counted, scorer_of

LEAST_TO_POOL = 2


@dataclass(frozen=True)
class Basis:
    """Where one criterion's level is from."""

    criterion: Criterion
    #: The rating that counts; of several, one that gave the level they come to.
    rating: CriterionRating
    pooled: Sequence[CriterionRating] = ()


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
    """Store what a submitted assessment comes to (`docs/scoring.md` has the rules).

    Criteria that only the author rates are left out. Refuses with
    `AssessmentNotSubmitted`, `PracticeNeverCounts`, `ForeignCriterion` (the criterion
    or the assessment is of another version), `CriterionNotAsked`, `MissingRatings`,
    `NotTheWhole` when the rule set `whole` or `points` does not get every criterion,
    and `SumsNoPoints` when the version sets no points to pass.
    """
    _refuse_uncountable(version, assessment)
    asked = counted(version, criteria, rule_set)
    ratings = _ratings([assessment], asked)[assessment.pk]
    bases = [Basis(criterion, ratings[criterion.pk]) for criterion in asked]
    return _store(version, rule_set, bases, supersedes, at, by)


@transaction.atomic
def make_pooled_result(
    *,
    version: RubricVersion,
    criteria: Iterable[Criterion],
    rule_set: RuleSetName | str,
    assessments: Iterable[Assessment],
    supersedes: Result | None = None,
    at: datetime | None = None,
    by: Any = None,
) -> Result:
    """Store what several assessors of one work come to: each criterion counts with the
    low median of its levels (`rubric.pooling`), then the rule set decides.

    Refuses with `PoolsNothing` when the version lets one assessment count, with
    `TooFewAssessments` (one alone makes an ordinary result), `DifferentWorks`,
    `SameAssessor`, and with whatever `make_result` refuses.
    """
    pooled = sorted(assessments, key=lambda assessment: assessment.pk)
    _refuse_unpoolable(version, pooled)
    asked = counted(version, criteria, rule_set)
    ratings = _ratings(pooled, asked)
    bases = [_pool(c, [ratings[a.pk][c.pk] for a in pooled]) for c in asked]
    return _store(version, rule_set, bases, supersedes, at, by)


def preview_score(
    *,
    assessment: Assessment,
    rule_set: RuleSetName | str,
    criteria: Iterable[Criterion] | None = None,
) -> Scored:
    """What a draft would come to now; unrated criteria make it `incomplete`."""
    if criteria is None:
        rows = assessment.asked.select_related("criterion")
        criteria = [row.criterion for row in rows]
    asked = counted(assessment.version, criteria, rule_set)
    rated = {r.criterion_id: r for r in assessment.ratings.select_related("level")}
    return scorer_of(assessment.version, asked, rule_set).score(
        {c.key: _level(rated[c.pk]) for c in asked if c.pk in rated}
    )


def _refuse_uncountable(version: RubricVersion, assessment: Assessment) -> None:
    if not assessment.counts:
        raise AssessmentNotSubmitted(str(assessment.uuid))
    if assessment.kind == AssessmentKind.CALIBRATION:
        raise PracticeNeverCounts(str(assessment.uuid))
    if assessment.version_id != version.pk:
        raise ForeignCriterion(str(assessment.uuid))


def _refuse_unpoolable(version: RubricVersion, pooled: Sequence[Assessment]) -> None:
    if version.pooling == Pooling.ONE:
        raise PoolsNothing(str(version))
    if len(pooled) < LEAST_TO_POOL:
        raise TooFewAssessments(str(version))
    for assessment in pooled:
        _refuse_uncountable(version, assessment)
    # What has no subject may be of any work.
    subjects = {assessment.subject for assessment in pooled}
    if len(subjects) > 1 or "" in subjects:
        raise DifferentWorks(", ".join(sorted(subjects)))
    # Of a person who has been erased it is known only that the row is one of its own.
    people = {a.assessor_id or f"erased {a.pk}" for a in pooled}
    if len(people) < len(pooled):
        raise SameAssessor(subjects.pop())


def _ratings(
    assessments: Sequence[Assessment], criteria: Sequence[Criterion]
) -> dict[int, dict[int, CriterionRating]]:
    """The ratings of each assessment by criterion; each criterion must have one of
    each. Two queries, however many there are."""
    asked: dict[int, set[int]] = defaultdict(set)
    ratings: dict[int, dict[int, CriterionRating]] = defaultdict(dict)
    for row in AskedCriterion.objects.filter(assessment__in=assessments).order_by():
        asked[row.assessment_id].add(row.criterion_id)
    found = CriterionRating.objects.filter(assessment__in=assessments)
    for rating in found.select_related("level").order_by():
        ratings[rating.assessment_id][rating.criterion_id] = rating
    for assessment in assessments:
        if not {criterion.pk for criterion in criteria} <= asked[assessment.pk]:
            raise CriterionNotAsked(str(assessment.uuid))
        rated = ratings[assessment.pk]
        if missing := [c for c in criteria if c.pk not in rated]:
            raise MissingRatings(missing)
    return ratings


def _pool(criterion: Criterion, given: Sequence[CriterionRating]) -> Basis:
    level = median_level([_level(rating) for rating in given])
    chosen = next(rating for rating in given if _level(rating) == level)
    return Basis(criterion, chosen, given)


def _store(
    version: RubricVersion,
    rule_set: RuleSetName | str,
    bases: Sequence[Basis],
    supersedes: Result | None,
    at: datetime | None,
    by: Any,
) -> Result:
    scorer = scorer_of(version, [basis.criterion for basis in bases], rule_set)
    scored = scorer.score({b.criterion.key: _level(b.rating) for b in bases})
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
    return _seal(result, bases, scored)


def _seal(result: Result, bases: Sequence[Basis], scored: Scored) -> Result:
    """Write a line for each criterion; from then on nothing of the result changes."""
    lines = ResultLine.objects.bulk_create(
        ResultLine(
            result=result,
            criterion=basis.criterion,
            rating=basis.rating,
            basis=LineBasis.MEDIAN if basis.pooled else LineBasis.RATING,
            points=line.points,
            weight=line.weight,
            standing=line.standing,
        )
        for basis, line in zip(bases, scored.lines, strict=True)
    )
    PooledRating.objects.bulk_create(
        PooledRating(line=line, rating=rating)
        for line, basis in zip(lines, bases, strict=True)
        for rating in basis.pooled
    )
    result.is_sealed = True
    result.save(update_fields=["is_sealed"])
    return result


def _level(rating: CriterionRating) -> int | None:
    return rating.level.value if rating.level else NOT_ASSESSABLE
