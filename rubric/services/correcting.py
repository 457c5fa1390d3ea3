"""An assessor's own correction of a submitted assessment."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rubric.exceptions import AssessmentNotSubmitted, NotTheAssessor
from rubric.models import AskedCriterion, Assessment, CriterionRating, RatingComment


@transaction.atomic
def start_correction(
    *, assessment: Assessment, by: Any, at: datetime | None = None
) -> Assessment:
    """Copy a submitted assessment into a draft that will supersede it.

    Refuses with `NotTheAssessor`: nobody corrects another person's assessment, a
    second view is an assessment of its own. Refuses with `AssessmentNotSubmitted`
    when it is a draft or has been superseded, or when a correction is under way.
    """
    if not assessment.is_by(by):
        raise NotTheAssessor(str(assessment.uuid))
    # The row is held until the end, so that two corrections can't begin at once.
    held = Assessment.objects.submitted().filter(pk=assessment.pk)
    if not held.update(revision=F("revision") + 1) or _is_under_way(assessment):
        raise AssessmentNotSubmitted(str(assessment.uuid))
    draft = Assessment(
        version=assessment.version,
        kind=assessment.kind,
        subject=assessment.subject,
        assessor=by,
        supersedes=assessment,
        started_at=at or timezone.now(),
    )
    draft.full_clean()
    draft.save()
    _copy_ratings(assessment, draft)
    return draft


def _is_under_way(assessment: Assessment) -> bool:
    return Assessment.objects.filter(supersedes=assessment).exists()


def _copy_ratings(source: Assessment, draft: Assessment) -> None:
    asked = AskedCriterion.objects.bulk_create(
        AskedCriterion(assessment=draft, criterion_id=row.criterion_id)
        for row in source.asked.all()
    )
    ratings = CriterionRating.objects.bulk_create(
        CriterionRating(
            assessment=draft,
            criterion_id=row.criterion_id,
            level_id=row.level_id,
            not_assessable=row.not_assessable,
        )
        for row in source.ratings.all()
    )
    by_criterion = {rating.criterion_id: rating for rating in ratings}
    new_asked = {row.criterion_id: row for row in asked}
    comments = RatingComment.objects.filter(asked__assessment=source)
    RatingComment.objects.bulk_create(
        RatingComment(
            asked=new_asked[row.asked.criterion_id],
            rating=by_criterion.get(row.asked.criterion_id),
            aspect=row.aspect,
            text=row.text,
            language=row.language,
        )
        for row in comments.select_related("asked")
    )
