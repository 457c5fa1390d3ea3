"""The newest things that coaches have said of a person's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.models import Course, Decision
from courses.review_querysets import DecisionQuerySet
from courses.screens.criteria import CriterionView
from rubric.models import Criterion, CriterionRating, RatingComment


@dataclass(frozen=True, slots=True)
class LatestFeedback:
    decision: Decision
    title: str
    comment: str
    language: str


def latest_levels(course: Course, decisions: DecisionQuerySet) -> list[CriterionView]:
    """The coach's latest level on every criterion of the course's rubric."""
    criteria = list(
        Criterion.objects.filter(version=course.rubric_version_id)
        .select_related("version")
        .prefetch_related("version__scale")
    )
    now = _levels(decisions)
    return [CriterionView(row, now=now.get(row.uuid)) for row in criteria]


def _levels(decisions: DecisionQuerySet) -> dict[UUID, int | None]:
    """By the uuid that a criterion keeps from one version to the next."""
    rows: Any = (
        CriterionRating.objects.filter(
            assessment__in=decisions.values("review__assessment")
        )
        .select_related("criterion", "level")
        .order_by("assessment__submitted_at", "assessment")
    )
    return {row.criterion.uuid: row.level.value if row.level else None for row in rows}


def latest_feedback(
    decisions: DecisionQuerySet, titles: Mapping[int, str]
) -> LatestFeedback | None:
    decision = decisions.newest_first().first()
    if decision is None:
        return None
    comment = (
        RatingComment.objects.filter(
            asked__assessment=decision.review.assessment_id, aspect=""
        )
        .exclude(text="")
        .order_by("asked__criterion__sort_order")
        .first()
    )
    return LatestFeedback(
        decision,
        titles.get(decision.version.submission.exercise_id, ""),
        comment.text if comment else "",
        comment.language if comment else "",
    )
