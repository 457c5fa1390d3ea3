"""Rating: start, rate criterion by criterion, submit, discard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone, translation

from rubric.enums import AssessmentKind, AssessmentState
from rubric.exceptions import (
    AlreadyAssessed,
    AssessmentClosed,
    AssessmentNotSubmitted,
    CriterionNotAsked,
    ForeignCriterion,
    ForeignLevel,
    MissingRatings,
    NotTheAssessor,
    RatingConflict,
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


@dataclass(frozen=True)
class Given:
    """What stands, or was to stand, on one criterion: a level's value or "not
    assessable" or neither, and the texts by aspect."""

    level: int | None = None
    not_assessable: bool = False
    comments: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def start_assessment(
    *,
    version: RubricVersion,
    criteria: Iterable[Criterion],
    kind: AssessmentKind | str,
    assessor: Any,
    subject: str = "",
    at: datetime | None = None,
) -> Assessment:
    """Begin a draft that asks these criteria of the version, without those that are
    not for this kind (`Criterion.rated_by`).

    `subject` is the host's name of the piece of work, the same for all who assess it;
    without it nobody can tell that two assessments are of one work. Refuses with
    `VersionNotPublished` (an archived version may still be used by the work that was
    begun with it), with `ForeignCriterion`, with `CriterionNotAsked` when no criterion
    is left, and with `AlreadyAssessed` when the person has one of that kind of the
    subject; practice assessments may be many.
    """
    if not version.was_published:
        raise VersionNotPublished(str(version))
    asked = _asked(version, criteria, kind)
    assessment = Assessment(
        version=version,
        kind=kind,
        assessor=assessor,
        subject=subject,
        started_at=at or timezone.now(),
    )
    assessment.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        raise AlreadyAssessed(subject) from error
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
    revision: int | None = None,
    by: Any,
    at: datetime | None = None,
) -> CriterionRating | None:
    """Set the level of one criterion, or "not assessable", or clear it.

    `comments` holds texts by aspect; an empty text clears the comment, and aspects
    that are not given stay. A comment stays when the rating is cleared. `language` is
    the language of the comments, by default the active one. Refuses with
    `NotTheAssessor`, `AssessmentClosed`, `CriterionNotAsked` and `ForeignLevel`.
    Returns None when the rating was cleared.

    `revision` is `AskedCriterion.revision` as it was when the page was made. When
    somebody has saved since (the same person in another window), `RatingConflict`
    holds what both gave and nothing is written; the same given again is no conflict.
    Without it the last one to save wins.
    """
    _claim(assessment, by)
    asked = assessment.asked.filter(criterion=criterion).first()
    if asked is None:
        raise CriterionNotAsked(criterion.key)
    if level is not None and level.criterion_id != criterion.pk:
        raise ForeignLevel(f"{criterion.key}: {level.pk}")
    texts = {str(aspect): plain_text(text) for aspect, text in comments.items()}
    mine = Given(level.value if level else None, not_assessable, texts)
    if revision is not None and not _move_on(asked, revision):
        _refuse_conflict(asked, mine)
        return asked.assessment.ratings.filter(criterion=criterion).first()
    if revision is None:
        _move_on(asked)
    rating = _set_rating(asked, level, not_assessable)
    for aspect, text in texts.items():
        _set_comment(asked, rating, aspect, text, language)
    return rating


@transaction.atomic
def submit_assessment(
    *,
    assessment: Assessment,
    by: Any,
    at: datetime | None = None,
    require_all: bool = True,
    subject: str | None = None,
) -> Assessment:
    """Close the draft for good and copy each level's value as points.

    A correction supersedes the assessment that it corrects. `subject` names the piece
    of work anew, for a draft of a text that gets its lasting name only when it is sent.
    Refuses with `NotTheAssessor`, `AssessmentClosed`, with `MissingRatings`, which
    lists the criteria that have neither a level nor "not assessable", and with
    `AlreadyAssessed`.
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
    if subject is not None:
        _name_anew(assessment, subject)
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
    if not assessment.is_by(by):
        raise NotTheAssessor(str(assessment.uuid))
    drafts = Assessment.objects.drafts().filter(pk=assessment.pk)
    if not drafts.update(revision=F("revision") + 1):
        raise AssessmentClosed(str(assessment.uuid))


def _name_anew(assessment: Assessment, subject: str) -> None:
    try:
        with transaction.atomic():
            Assessment.objects.filter(pk=assessment.pk).update(subject=subject)
    except IntegrityError as error:
        raise AlreadyAssessed(subject) from error


def _asked(
    version: RubricVersion, criteria: Iterable[Criterion], kind: str
) -> list[Criterion]:
    given = list(dict.fromkeys(criteria))
    for criterion in given:
        if criterion.version_id != version.pk:
            raise ForeignCriterion(criterion.key)
    asked = [criterion for criterion in given if criterion.is_asked_of(kind)]
    if not asked:
        raise CriterionNotAsked(str(version))
    return asked


def _move_on(asked: AskedCriterion, revision: int | None = None) -> bool:
    """Count one more change, unless somebody else has changed it since `revision`."""
    rows = AskedCriterion.objects.filter(pk=asked.pk)
    if revision is not None:
        rows = rows.filter(revision=revision)
    return bool(rows.update(revision=F("revision") + 1))


def _refuse_conflict(asked: AskedCriterion, mine: Given) -> None:
    rating = asked.assessment.ratings.filter(criterion=asked.criterion_id)
    stands = rating.select_related("level").first()
    theirs = Given(
        level=stands.level.value if stands and stands.level else None,
        not_assessable=bool(stands and stands.not_assessable),
        comments={row.aspect: row.text for row in asked.comments.all()},
    )
    same_level = (mine.level, mine.not_assessable) == (
        theirs.level,
        theirs.not_assessable,
    )
    if same_level and all(
        theirs.comments.get(aspect, "") == text
        for aspect, text in mine.comments.items()
    ):
        return
    asked.refresh_from_db(fields=["revision"])
    raise RatingConflict(mine, theirs, asked.revision)


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
