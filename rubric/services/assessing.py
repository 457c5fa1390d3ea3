"""Rating: start, rate criterion by criterion, submit, discard."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone, translation

from rubric.enums import AssessmentKind, AssessmentState
from rubric.exceptions import (
    AssessmentClosed,
    AssessmentNotSubmitted,
    CriterionNotAsked,
    ForeignCriterion,
    ForeignLevel,
    MissingRatings,
    NotTheAssessor,
    VersionNotPublished,
)
from rubric.models import (
    AskedCriterion,
    Assessment,
    Criterion,
    CriterionRating,
    Level,
    RatingComment,
    RubricVersion,
)
from rubric.signals import assessment_submitted
from valmentamo.texts import plain_text

NO_COMMENTS: Mapping[str, str] = {}


@transaction.atomic
def start_assessment(
    *,
    version: RubricVersion,
    criteria: Iterable[Criterion],
    kind: AssessmentKind | str,
    assessor: Any,
    at: datetime | None = None,
) -> Assessment:
    """Begin a draft that asks these criteria of the version.

    Refuses with `VersionNotPublished` (an archived version may still be used by the
    work that was begun with it), with `ForeignCriterion`, and with `CriterionNotAsked`
    when no criterion is given.
    """
    if not version.was_published:
        raise VersionNotPublished(str(version))
    asked = _asked(version, criteria)
    assessment = Assessment(
        version=version, kind=kind, assessor=assessor, started_at=at or timezone.now()
    )
    assessment.full_clean()
    assessment.save()
    AskedCriterion.objects.bulk_create(
        AskedCriterion(assessment=assessment, criterion=criterion)
        for criterion in asked
    )
    return assessment


@transaction.atomic
def rate(
    *,
    assessment: Assessment,
    criterion: Criterion,
    level: Level | None = None,
    not_assessable: bool = False,
    comments: Mapping[str, str] = NO_COMMENTS,
    language: str | None = None,
    by: Any,
    at: datetime | None = None,
) -> CriterionRating | None:
    """Set the level of one criterion, or "not assessable", or clear it.

    `comments` holds texts by aspect; an empty text clears the comment, and aspects
    that are not given stay. A comment stays when the rating is cleared. `language` is
    the language of the comments, by default the active one. Refuses with
    `NotTheAssessor`, `AssessmentClosed`, `CriterionNotAsked` and `ForeignLevel`.
    Returns None when the rating was cleared.
    """
    _claim(assessment, by)
    asked = assessment.asked.filter(criterion=criterion).first()
    if asked is None:
        raise CriterionNotAsked(criterion.key)
    if level is not None and level.criterion_id != criterion.pk:
        raise ForeignLevel(f"{criterion.key}: {level.pk}")
    rating = _set_rating(asked, level, not_assessable)
    for aspect, text in comments.items():
        _set_comment(asked, rating, aspect, plain_text(text), language)
    return rating


@transaction.atomic
def submit_assessment(
    *,
    assessment: Assessment,
    by: Any,
    at: datetime | None = None,
    require_all: bool = True,
) -> Assessment:
    """Close the draft for good and copy each level's value as points.

    A correction supersedes the assessment that it corrects. Refuses with
    `NotTheAssessor`, `AssessmentClosed`, and with `MissingRatings`, which lists the
    criteria that have neither a level nor "not assessable".
    """
    _claim(assessment, by)
    missing = missing_criteria(assessment)
    if missing and require_all:
        raise MissingRatings(missing)
    level = Level.objects.filter(pk=OuterRef("level_id"))
    assessment.ratings.filter(level__isnull=False).update(
        points=Subquery(level.values("value")[:1])
    )
    if assessment.supersedes_id:
        _supersede(assessment.supersedes_id)
    Assessment.objects.filter(pk=assessment.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=at or timezone.now()
    )
    assessment.refresh_from_db()
    transaction.on_commit(
        partial(
            assessment_submitted.send_robust, sender=Assessment, assessment=assessment
        )
    )
    return assessment


@transaction.atomic
def discard_assessment(*, assessment: Assessment, by: Any) -> None:
    """Delete a draft. Refuses with `NotTheAssessor` and `AssessmentClosed`."""
    _claim(assessment, by)
    assessment.delete()


def missing_criteria(assessment: Assessment) -> list[Criterion]:
    """Criteria that were asked and are not yet rated."""
    rated = assessment.ratings.values("criterion")
    asked = assessment.asked.exclude(criterion__in=rated).select_related("criterion")
    return [row.criterion for row in asked]


def _claim(assessment: Assessment, by: Any) -> None:
    """Hold the draft's row until the end of the transaction, so that no rating slips
    in while it is being submitted."""
    if not is_assessor(assessment, by):
        raise NotTheAssessor(str(assessment.uuid))
    drafts = Assessment.objects.drafts().filter(pk=assessment.pk)
    if not drafts.update(revision=F("revision") + 1):
        raise AssessmentClosed(str(assessment.uuid))


def is_assessor(assessment: Assessment, by: Any) -> bool:
    return by is not None and assessment.assessor_id == by.pk


def _asked(version: RubricVersion, criteria: Iterable[Criterion]) -> list[Criterion]:
    asked = list(dict.fromkeys(criteria))
    if not asked:
        raise CriterionNotAsked(str(version))
    for criterion in asked:
        if criterion.version_id != version.pk:
            raise ForeignCriterion(criterion.key)
    return asked


def _set_rating(
    asked: AskedCriterion, level: Level | None, not_assessable: bool
) -> CriterionRating | None:
    key = {"assessment_id": asked.assessment_id, "criterion_id": asked.criterion_id}
    rating = CriterionRating.objects.filter(**key).first()
    if level is None and not not_assessable:
        if rating is not None:
            rating.delete()
        return None
    is_new = rating is None
    rating = rating or CriterionRating(**key)
    rating.level, rating.not_assessable = level, not_assessable
    rating.full_clean()
    rating.save()
    if is_new:
        # Comments may have been written before a level was chosen.
        asked.comments.update(rating=rating)
    return rating


def _set_comment(
    asked: AskedCriterion,
    rating: CriterionRating | None,
    aspect: str,
    text: str,
    language: str | None,
) -> None:
    comment = asked.comments.filter(aspect=aspect).first()
    if not text:
        if comment is not None:
            comment.delete()
        return
    comment = comment or RatingComment(asked=asked, aspect=aspect)
    comment.rating, comment.text = rating, text
    comment.language = language or translation.get_language() or ""
    comment.full_clean()
    comment.save()


def _supersede(pk: int) -> None:
    earlier = Assessment.objects.submitted().filter(pk=pk)
    if not earlier.update(state=AssessmentState.SUPERSEDED, revision=F("revision") + 1):
        raise AssessmentNotSubmitted(str(pk))
