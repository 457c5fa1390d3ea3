"""Whether a person has done everything, and what follows then: completion and the
certificate. A certificate that can't be issued never stops the completion."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from courses.enums import EnrolmentKind, EnrolmentState
from courses.models import Completion, Enrolment, SubmissionVersion
from courses.progress import Progress
from courses.services.awarding import issue_for, issue_missing
from courses.services.standing import progress_for
from courses.signals import course_completed

__all__ = [
    "complete_if_ready",
    "complete_members",
    "issue_for",
    "issue_missing",
    "progress_for",
]

#: What another request may have confirmed since this enrolment was fetched: all of it
#: decides on the completion or is printed.
READ_AFRESH = (
    "state",
    "printed_name",
    "certificate_languages",
    "names_innovation",
    "details_confirmed_at",
    "consent_partner",
    "partner_consent_at",
    "partner_consent_text",
)


@transaction.atomic
def complete_if_ready(
    *, enrolment: Enrolment, at: datetime | None = None
) -> Completion | None:
    """Write the completion and issue the certificate once every condition is met.

    Called after each verb that may meet the last condition; safe to call at any time
    and by several at once. The certificate's `issue_key` is
    `courses.completion:<enrolment>`; the rows are written in this transaction.
    """
    at = at or timezone.now()
    # Two verbs that meet the last two conditions at once take turns here, so that the
    # second one sees what the first has done.
    Enrolment.objects.filter(pk=enrolment.pk).update(state=F("state"))
    enrolment.refresh_from_db(fields=READ_AFRESH)
    if found := Completion.objects.filter(enrolment=enrolment).first():
        return found
    left = enrolment.state == EnrolmentState.LEFT
    if left or enrolment.kind != EnrolmentKind.PARTICIPANT:
        return None
    standing = progress_for(enrolment)
    if not standing.is_complete:
        return None
    return _complete(enrolment, standing, at)


def complete_members(
    version: SubmissionVersion, *, at: datetime | None = None
) -> list[Completion]:
    """Ask for everybody whose work the version is: all who were ever in the team."""
    submission = version.submission
    people = Enrolment.objects.filter(memberships__team=submission.team_id)
    if submission.person_id is not None:
        people = Enrolment.objects.filter(pk=submission.person_id)
    at = at or version.submitted_at
    # In one order everywhere, so that two of these can't wait for each other.
    ready = people.with_course().distinct().order_by("pk")
    asked = [complete_if_ready(enrolment=enrolment, at=at) for enrolment in ready]
    return [completion for completion in asked if completion is not None]


def _complete(enrolment: Enrolment, standing: Progress, at: datetime) -> Completion:
    completion = Completion(
        enrolment=enrolment, completed_at=at, basis=_basis(standing)
    )
    try:
        with transaction.atomic():
            completion.save(force_insert=True)
    except IntegrityError:
        return Completion.objects.get(enrolment=enrolment)
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save(update_fields=["state"])
    issue_for(completion=completion, standing=standing, at=at)
    transaction.on_commit(
        partial(course_completed.send_robust, Completion, completion=completion)
    )
    return completion


def _basis(standing: Progress) -> dict[str, Any]:
    """Every condition and how it was met, as it was at the time."""
    return {
        "stage": str(standing.stage),
        "conditions": [asdict(condition) for condition in standing.conditions],
    }
