"""Practice: rate a sample, see where one differs from the expert, pass for a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rubric.calibrating import (
    Attempt,
    Counts,
    Judgement,
    Rules,
    Standing,
    count,
    shortfalls,
    standing,
)
from rubric.conf import app_settings
from rubric.enums import AssessmentKind
from rubric.exceptions import AlreadyAssessed, NoReference, NotAPractice
from rubric.models import Assessment, CalibrationAttempt, Exemplar, Rubric
from rubric.services.assessing import start_assessment, submit_assessment

SUBJECT = "exemplar:"


@transaction.atomic
def start_practice(
    *, exemplar: Exemplar, assessor: Any, at: datetime | None = None
) -> Assessment:
    """A draft that asks what the expert rated; one's own open draft is given again.

    Refuses with `NoReference` when no expert has rated the sample, and with the
    refusals of `start_assessment`.
    """
    if (draft := practice_draft(exemplar=exemplar, assessor=assessor)) is not None:
        return draft
    criteria = exemplar.version.criteria.filter(
        pk__in=exemplar.ratings.values("criterion")
    )
    if not criteria:
        raise NoReference(exemplar.slug)
    try:
        return start_assessment(
            version=exemplar.version,
            criteria=criteria,
            kind=AssessmentKind.CALIBRATION,
            assessor=assessor,
            subject=subject_of(exemplar),
            at=at,
        )
    except AlreadyAssessed:
        # Another window of the same person was first.
        draft = practice_draft(exemplar=exemplar, assessor=assessor)
        if draft is None:
            raise
        return draft


@transaction.atomic
def finish_practice(
    *, assessment: Assessment, by: Any, at: datetime | None = None
) -> CalibrationAttempt:
    """Submit the practice and keep how it compared with the expert's levels.

    What was passed is due again after `Rubric.calibration_days`; what was not is due at
    once. Refuses with `NotAPractice`, and with the refusals of `submit_assessment`.
    """
    at = at or timezone.now()
    exemplar = exemplar_of(assessment)
    submit_assessment(assessment=assessment, by=by, at=at)
    counts = compare(assessment, exemplar)
    rubric = exemplar.version.rubric
    passed = not shortfalls(counts, rules_of(rubric))
    attempt = CalibrationAttempt(
        exemplar=exemplar,
        assessment=assessment,
        assessor=by,
        compared=counts.compared,
        exact=counts.exact,
        within_one=counts.within_one,
        difference=counts.difference,
        apart=counts.apart,
        passed=passed,
        completed_at=at,
        due_at=at + timedelta(days=rubric.calibration_days) if passed else at,
    )
    attempt.full_clean()
    attempt.save()
    return attempt


def standing_of(*, user: Any, rubric: Rubric, at: datetime | None = None) -> Standing:
    """Whether the person has passed a practice of the rubric, in any version, and
    until when. For hosts that let only practised assessors rate. A sample whose levels
    one has seen counts again only after `practice_pause` of the settings."""
    attempts = CalibrationAttempt.objects.for_assessor(user).for_rubric(rubric)
    rows = attempts.select_related("exemplar")
    facts = [fact_of(row) for row in rows]
    return standing(facts, at or timezone.now(), app_settings.practice_pause)


def fact_of(attempt: CalibrationAttempt) -> Attempt:
    return Attempt(
        sample=attempt.exemplar.slug,
        passed=attempt.passed,
        completed_at=attempt.completed_at,
        due_at=attempt.due_at,
    )


def practice_draft(*, exemplar: Exemplar, assessor: Any) -> Assessment | None:
    own = Assessment.objects.drafts().of_kind(AssessmentKind.CALIBRATION)
    drafts = own.filter(subject=subject_of(exemplar), assessor=assessor)
    return drafts.order_by("-pk").first()


def subject_of(exemplar: Exemplar) -> str:
    return f"{SUBJECT}{exemplar.uuid}"


def exemplar_of(assessment: Assessment) -> Exemplar:
    """Refuses with `NotAPractice`."""
    key = assessment.subject.removeprefix(SUBJECT)
    is_practice = assessment.kind == AssessmentKind.CALIBRATION
    try:
        exemplars = Exemplar.objects.filter(uuid=UUID(key), version=assessment.version)
    except (ValueError, ValidationError):
        exemplars = Exemplar.objects.none()
    found = exemplars.select_related("version__rubric").first()
    if found is None or not is_practice:
        raise NotAPractice(str(assessment.uuid))
    return found


def compare(assessment: Assessment, exemplar: Exemplar) -> Counts:
    return count(judgements(assessment), judgements(exemplar))


def judgements(rated: Assessment | Exemplar) -> Mapping[str, Judgement]:
    """The levels of an assessment or of the expert, by the key of the criterion."""
    rows = rated.ratings.values_list("criterion__key", "level__value")
    return dict(rows.order_by())


def rules_of(rubric: Rubric) -> Rules:
    return Rules(share=rubric.calibration_share, bias=rubric.calibration_bias)


def counts_of(attempt: CalibrationAttempt) -> Counts:
    """As they were when the practice was finished."""
    return Counts(
        compared=attempt.compared,
        exact=attempt.exact,
        within_one=attempt.within_one,
        difference=attempt.difference,
        apart=attempt.apart,
    )
