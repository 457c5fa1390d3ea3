"""The job row of a certificate: begin it, hand it to the workers, find it again."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from ..enums import JobState, State
from ..models import Certificate, IssueJob
from ..signals import certificate_refused, job_waiting


def begin_job(certificate: Certificate, *, at: datetime) -> IssueJob:
    """Write the job row afresh and hand it to the workers after commit."""
    job, _created = IssueJob.objects.update_or_create(
        certificate=certificate,
        defaults={
            "state": JobState.WAITING,
            "attempts": 0,
            "next_attempt_at": at,
            "last_error": "",
        },
    )
    enqueue(job)
    return job


def enqueue(job: IssueJob) -> None:
    """Tell the workers of the job once the transaction has been committed.

    A telling that fails is logged; `sweep_left_behind` finds the job again.
    """
    transaction.on_commit(partial(job_waiting.send_robust, IssueJob, job=job))


def announce_refusal(certificate: Certificate) -> None:
    """Tell the host, after commit, that the certificate waits for staff."""
    send = certificate_refused.send_robust
    transaction.on_commit(partial(send, Certificate, certificate=certificate))


def sweep_left_behind(*, at: datetime | None = None) -> int:
    """Enqueue every job that is due: the message was lost or the worker died."""
    jobs = IssueJob.objects.due(at or timezone.now()).filter(
        certificate__state=State.PENDING
    )
    # All of them first: a broker in the database closes the connection when it is told,
    # and with it a cursor that has more to give.
    left = list(jobs)
    for job in left:
        enqueue(job)
    return len(left)
