"""Rate one's own answer: begin a rating, say what it lacks, send it with the answer."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.answers import Fault
from courses.enums import ExerciseType, Occasion, SelfRating
from courses.exceptions import NotAllowedNow
from courses.models import (
    Enrolment,
    Exercise,
    SelfRatingRecord,
    Submission,
    SubmissionVersion,
)
from courses.services.membership import hold_writable
from courses.services.opening import open_submission
from rubric.enums import AssessmentKind
from rubric.exceptions import AlreadyAssessed
from rubric.models import Assessment, Criterion
from rubric.services.assessing import (
    missing_criteria,
    start_assessment,
    submit_assessment,
)
from rubric.services.self_ratings import fill_in

#: A fault of a criterion has this and the criterion's key as its key.
FAULT_KEY = "rating-"


@transaction.atomic
def self_rating(
    *, submission: Submission, enrolment: Enrolment, at: datetime | None = None
) -> Assessment:
    """The person's open rating of the draft, fetched or begun; rated with `rate`.

    Refuses NotAllowedNow while a coach has the answer or when the exercise asks no
    criterion, and NotAMember.
    """
    hold_writable(submission, by=enrolment.user)
    if found := open_record(submission, enrolment):
        return found.assessment
    criteria = criteria_of(submission.exercise)
    if not criteria:
        raise NotAllowedNow
    try:
        with transaction.atomic():
            assessment = start_assessment(
                version=criteria[0].version,
                criteria=criteria,
                kind=AssessmentKind.SELF,
                assessor=enrolment.user,
                subject=str(submission.uuid),
                at=at or timezone.now(),
            )
            SelfRatingRecord.objects.create(
                submission=submission, enrolment=enrolment, assessment=assessment
            )
    except (AlreadyAssessed, IntegrityError):
        record = open_record(submission, enrolment)
        if record is None:
            raise
        return record.assessment
    return assessment


@transaction.atomic
def take_in_earlier(
    *,
    exercise: Exercise,
    enrolment: Enrolment,
    data: bytes,
    at: datetime | None = None,
) -> Submission:
    """Fill the open self-assessment with the levels and notes of a file that the person
    took along from the public page.

    Refuses as `self_rating`, and with the rubric's `FaultySelfRating`.
    """
    submission = open_submission(exercise=exercise, enrolment=enrolment, at=at)
    assessment = self_rating(submission=submission, enrolment=enrolment, at=at)
    fill_in(assessment=assessment, data=data, by=enrolment.user, at=at)
    return submission


def open_record(
    submission: Submission, enrolment: Enrolment
) -> SelfRatingRecord | None:
    return (
        SelfRatingRecord.objects.filter(
            submission=submission, enrolment=enrolment, version__isnull=True
        )
        .select_related("assessment__version", "enrolment")
        .first()
    )


def criteria_of(exercise: Exercise, kind: str = AssessmentKind.SELF) -> list[Criterion]:
    """The criteria on which the answer is rated by those of this kind, in order."""
    rows = exercise.exercise_criteria.select_related("criterion__version")
    criteria = [row.criterion for row in rows.order_by("sort_order", "pk")]
    return [criterion for criterion in criteria if criterion.is_asked_of(kind)]


def rating_faults(*, submission: Submission, enrolment: Enrolment) -> list[Fault]:
    """What one's own rating lacks, as (`rating-<criterion>`, message).

    The self-assessment at the start may skip any criterion; the one at the end needs a
    level and a sentence on each. Elsewhere a required rating needs a level on each.
    """
    exercise = submission.exercise
    is_whole = exercise.type == ExerciseType.SELF_ASSESSMENT
    if not is_whole and exercise.self_rating != SelfRating.REQUIRED:
        return []
    criteria = criteria_of(exercise)
    record = open_record(submission, enrolment)
    levels, sentences = _given(record)
    if is_whole and exercise.occasion == Occasion.BEFORE:
        nothing = criteria and not levels
        message = _("Choose a level on at least one criterion.")
        return [(FAULT_KEY + criteria[0].key, message)] if nothing else []
    faults = []
    for criterion in criteria:
        key = FAULT_KEY + criterion.key
        if criterion.key not in levels:
            faults.append((key, _("Choose the level that describes the answer now.")))
        elif is_whole and criterion.key not in sentences:
            faults.append((key, _("Give one sentence that supports the level.")))
    return faults


def _given(record: SelfRatingRecord | None) -> tuple[set[str], set[str]]:
    """Keys of the criteria that have a level, and of those that have a sentence."""
    if record is None:
        return set(), set()
    rated = record.assessment.ratings.filter(level__isnull=False)
    asked = record.assessment.asked.filter(comments__aspect="")
    return (
        set(rated.values_list("criterion__key", flat=True)),
        set(asked.values_list("criterion__key", flat=True)),
    )


def submit_ratings(
    *, version: SubmissionVersion, enrolment: Enrolment, at: datetime
) -> None:
    """Send the ratings of the draft with its version: the submitter's own, and those
    of team-mates who have rated every criterion. An unfinished one stays open."""
    submission = version.submission
    may_skip = submission.exercise.occasion == Occasion.BEFORE
    records = submission.self_ratings.filter(version__isnull=True)
    for record in records.select_related("assessment", "enrolment__user"):
        own = record.enrolment_id == enrolment.pk
        unfinished = bool(missing_criteria(record.assessment))
        if record.enrolment.user is None or (unfinished and not (own and may_skip)):
            continue
        _send(record, version, by=record.enrolment.user, at=at)


def _send(
    record: SelfRatingRecord, version: SubmissionVersion, *, by: Any, at: datetime
) -> None:
    # From now on it is of the frozen text, under the name that its coaches use.
    submit_assessment(
        assessment=record.assessment,
        by=by,
        at=at,
        require_all=False,
        subject=version.rated_as,
    )
    record.version = version
    record.save(update_fields=["version"])
