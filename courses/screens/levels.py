"""Levels that coaches and learners gave, as plain rows, in a fixed number of questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from courses.models import Review, SelfRatingRecord
from courses.reporting import RatedRow
from courses.review_querysets import ReviewQuerySet
from rubric.enums import Aspect, AssessmentState
from rubric.models import CriterionRating, RatingComment, RubricVersion


@dataclass(frozen=True, slots=True)
class Name:
    """A criterion by the uuid that it keeps from one version to the next."""

    uuid: UUID
    label: str
    is_gate: bool


def criterion_names(version: RubricVersion) -> list[Name]:
    return [Name(c.uuid, str(c.name), c.is_gate) for c in version.criteria.all()]


def scale_of(version: RubricVersion) -> list[tuple[int, str]]:
    return [(label.value, str(label.label)) for label in version.scale.all()]


def coach_levels(reviews: ReviewQuerySet) -> list[RatedRow]:
    """Levels of the coaches' submitted reviews among `reviews`: two questions."""
    given: dict[int, Any] = {
        row["assessment_id"]: row
        for row in reviews.by_coaches()
        .filter(submitted_at__isnull=False)
        .values(
            "assessment_id",
            "submitted_at",
            team=F("submission__team_id"),
        )
    }
    rows = []
    for rating in level_rows(given):
        review = given[rating["assessment_id"]]
        row = (review["team"], rating["uuid"], review["submitted_at"], rating["value"])
        rows.append(RatedRow(*row))
    return rows


def own_levels(records: QuerySet[SelfRatingRecord, Any]) -> dict[UUID, tuple[int, ...]]:
    """The latest level that each person gave themselves, by criterion: two questions."""
    given: dict[int, Any] = {
        row["assessment_id"]: row
        for row in records.filter(
            version__isnull=False, assessment__state=AssessmentState.SUBMITTED
        ).values("assessment_id", "enrolment_id", at=F("assessment__submitted_at"))
    }
    latest: dict[tuple[UUID, int], int] = {}
    ratings = level_rows(given)
    for rating in sorted(ratings, key=lambda r: given[r["assessment_id"]]["at"]):
        if rating["value"] is not None:
            person = given[rating["assessment_id"]]["enrolment_id"]
            latest[rating["uuid"], person] = rating["value"]
    found: dict[UUID, list[int]] = {}
    for (uuid, _person), value in latest.items():
        found.setdefault(uuid, []).append(value)
    return {uuid: tuple(sorted(values)) for uuid, values in found.items()}


def peer_levels(reviews: QuerySet[Review, Any]) -> dict[UUID, tuple[int, ...]]:
    """Levels of each criterion in the given reviews, without whose they are."""
    found: dict[UUID, list[int]] = {}
    for rating in level_rows(
        dict.fromkeys(reviews.values_list("assessment_id", flat=True))
    ):
        if rating["value"] is not None:
            found.setdefault(rating["uuid"], []).append(rating["value"])
    return {uuid: tuple(sorted(values)) for uuid, values in found.items()}


def comments_of(assessments: Iterable[int]) -> dict[tuple[int, UUID], RatingComment]:
    """The plain comment on each criterion, by assessment: one question."""
    rows = RatingComment.objects.filter(
        asked__assessment__in=set(assessments), aspect=Aspect.GENERAL
    ).select_related("asked__criterion")
    return {
        (row.asked.assessment_id, row.asked.criterion.uuid): row
        for row in rows
        if row.text
    }


def level_rows(given: Mapping[int, Any]) -> list[Any]:
    """The levels of the given assessments, as plain rows: one question."""
    rows = CriterionRating.objects.filter(assessment__in=given)
    return list(
        rows.values("assessment_id", uuid=F("criterion__uuid"), value=F("level__value"))
    )
