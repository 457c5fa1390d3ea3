"""Levels of one team's works, each work apart: a change is one of the same work only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from courses.models import SelfRatingRecord
from courses.review_querysets import ReviewQuerySet
from courses.screens.levels import level_rows
from rubric.enums import AssessmentState

#: A criterion in the work on one exercise.
type Place = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Work:
    """The work on one exercise, with what tells it from others on the page."""

    pk: int
    exercise: int
    title: str
    type: str


@dataclass(frozen=True, slots=True)
class Point:
    """What a coach gave in one round; None is "not assessable"."""

    round: int
    level: int | None
    assessment: int


def coach_points(reviews: ReviewQuerySet) -> dict[Place, list[Point]]:
    """Every round that a coach has rated, in order: two questions."""
    given: dict[int, Any] = {
        row["assessment_id"]: row
        for row in reviews.by_coaches()
        .filter(submitted_at__isnull=False)
        .values(
            "assessment_id", "submission_id", "submitted_at", round=F("version__number")
        )
    }
    found: dict[Place, list[Point]] = {}
    for row in _in_order(given, "submitted_at"):
        review = given[row["assessment_id"]]
        points = found.setdefault((row["uuid"], review["submission_id"]), [])
        points.append(Point(review["round"], row["value"], row["assessment_id"]))
    return found


def own_points(
    records: QuerySet[SelfRatingRecord, Any],
) -> dict[Place, tuple[int, ...]]:
    """The latest level that each person gave the work: two questions."""
    given: dict[int, Any] = {
        row["assessment_id"]: row
        for row in records.filter(
            version__isnull=False, assessment__state=AssessmentState.SUBMITTED
        ).values(
            "assessment_id",
            "enrolment_id",
            "submission_id",
            at=F("assessment__submitted_at"),
        )
    }
    latest: dict[tuple[Place, int], int] = {}
    for row in _in_order(given, "at"):
        record = given[row["assessment_id"]]
        if row["value"] is not None:
            place = (row["uuid"], record["submission_id"])
            latest[place, record["enrolment_id"]] = row["value"]
    found: dict[Place, list[int]] = {}
    for (place, _person), value in latest.items():
        found.setdefault(place, []).append(value)
    return {place: tuple(sorted(values)) for place, values in found.items()}


def _in_order(given: Mapping[int, Any], moment: str) -> Iterable[Any]:
    rows = level_rows(given)
    return sorted(rows, key=lambda row: given[row["assessment_id"]][moment])
