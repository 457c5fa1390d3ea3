"""What the job does: make the files of a certificate from its frozen rows alone."""

import errno
import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from valmentamo.pdf.exceptions import MissingGlyphs, PdfNotInstalled

from .. import filing
from ..enums import JobState, State, Status
from ..exceptions import DoesNotFit, KeyMismatch, KeyMissing
from ..models import Certificate, CertificateFile, IssueJob
from ..querysets import LEASE
from ..signals import certificate_ready
from .jobs import announce_refusal
from .making import make_file
from .telling import tell_all_of_sharing

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
# After the first, second, third and fourth attempt.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
# A full disk or a lost key: every certificate waits until it has been mended.
MACHINE_PAUSE = timedelta(minutes=5)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
LOST = "The worker stopped before it was ready."


def produce(*, certificate_id: int, at: datetime | None = None) -> bool:
    """Make and store the files of one certificate; True when it is ready afterwards.

    May be called twice, or by two workers at once: one of them gets the job. The attempt
    is counted before work starts, so a certificate that kills its worker stops at five.
    """
    at = at or timezone.now()
    job = _take(certificate_id, at)
    if job is None:
        return Certificate.objects.ready().filter(pk=certificate_id).exists()
    certificate = job.certificate
    try:
        for language in certificate.languages:
            _make_file(certificate, language, at)
    except (MissingGlyphs, DoesNotFit) as refusal:
        _refuse(job, _public_reason(refusal))
        return False
    except Exception as error:  # noqa: BLE001 - the next attempt or staff take it up
        _put_back(job, error, at)
        return False
    return _finish(job)


def _take(certificate_id: int, at: datetime) -> IssueJob | None:
    """Count an attempt and take the job, unless another worker has it."""
    job = (
        IssueJob.objects.filter(certificate=certificate_id)
        .select_related(
            "certificate__template_version__issuer",
            "certificate__template_version__template",
        )
        .first()
    )
    if job is None or job.certificate.state != State.PENDING:
        return None
    if job.certificate.status == Status.ERASED:
        return None
    free = Q(state=JobState.WAITING) | Q(
        state=JobState.WORKING, started_at__lte=at - LEASE
    )
    mine = IssueJob.objects.filter(free, pk=job.pk, attempts=job.attempts)
    if job.attempts >= MOST_ATTEMPTS:
        if mine.exists():
            _stop(job, job.last_error or LOST)
        return None
    taken = mine.update(
        state=JobState.WORKING,
        attempts=F("attempts") + 1,
        started_at=at,
        last_error=LOST,
    )
    if not taken:
        return None
    job.refresh_from_db(fields=["state", "attempts", "started_at", "last_error"])
    return job


def _make_file(certificate: Certificate, language: str, at: datetime) -> None:
    """Make, store and hash; the row comes last, so a row always has its file.

    A worker that was so slow that another took its job finds the other's row and takes
    its own file away again; so does one whose certificate was erased meanwhile.
    """
    if certificate.files.filter(language=language).exists():
        return
    made = make_file(certificate=certificate, language=language, at=at)
    key = filing.key_for(certificate, language, made.sha256)
    filing.store(key, made.data)
    values = {
        "storage_key": key,
        "sha256": made.sha256,
        "size": len(made.data),
        "unsealed_sha256": made.unsealed_sha256,
        "credential": made.credential,
        "seal_kid": made.seal_kid,
        "credential_kid": made.credential_kid,
        "stored_at": at,
    }
    row = _filed(certificate, language, values)
    if row is None or row.storage_key != key:
        filing.remove(key)


@transaction.atomic
def _filed(
    certificate: Certificate, language: str, values: dict[str, Any]
) -> CertificateFile | None:
    """The row of the file: this one or one that was quicker; None for an erased one.

    The lock makes an erasure come before, and be seen here, or after, and see the row.
    """
    held = Certificate.objects.select_for_update(no_key=True).filter(pk=certificate.pk)
    if held.values_list("status", flat=True).get() == Status.ERASED:
        return None
    row, _new = CertificateFile.objects.get_or_create(
        certificate=certificate, language=language, defaults=values
    )
    return row


@transaction.atomic
def _finish(job: IssueJob) -> bool:
    _close(job, JobState.DONE, "")
    pending = Certificate.objects.pending().filter(pk=job.certificate_id)
    if pending.update(state=State.READY):
        # Meanwhile somebody may have closed it: the partners are told how it stands.
        tell_all_of_sharing(certificate=job.certificate, at=timezone.now())
        transaction.on_commit(
            partial(
                certificate_ready.send_robust, Certificate, certificate=job.certificate
            )
        )
    return True


@transaction.atomic
def _refuse(job: IssueJob, reason: str) -> None:
    """Show the certificate to staff with its reason; it never becomes public."""
    _close(job, JobState.STOPPED, reason)
    certificate = job.certificate
    pending = Certificate.objects.pending().filter(pk=certificate.pk)
    if pending.update(state=State.REFUSED, refusal_reason=reason):
        certificate.state, certificate.refusal_reason = State.REFUSED, reason
        announce_refusal(certificate)


def _stop(job: IssueJob, error: str) -> None:
    tried = _("It was tried %(count)d times. Last error: %(error)s")
    _refuse(job, tried % {"count": job.attempts, "error": error})


def _put_back(job: IssueJob, error: Exception, at: datetime) -> None:
    """Wait for the next attempt. What is wrong here and not with it is not counted."""
    text = f"{type(error).__name__}: {error}"
    if _is_of_the_machine(error):
        attempts, pause = job.attempts - 1, MACHINE_PAUSE
        logger.error("Certificates can't be made now: %s", text)
    elif job.attempts >= MOST_ATTEMPTS:
        _stop(job, text)
        return
    else:
        attempts, pause = job.attempts, PAUSES[job.attempts - 1]
    held = IssueJob.objects.filter(
        pk=job.pk, state=JobState.WORKING, attempts=job.attempts
    )
    held.update(
        state=JobState.WAITING,
        attempts=attempts,
        last_error=text,
        next_attempt_at=at + pause,
    )


def _is_of_the_machine(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, KeyMissing | KeyMismatch | PdfNotInstalled)


def _close(job: IssueJob, state: JobState, error: str) -> None:
    IssueJob.objects.filter(pk=job.pk).update(state=state, last_error=error)
    job.state, job.last_error = state, error


def _public_reason(refusal: Exception) -> str:
    if isinstance(refusal, MissingGlyphs):
        return _("These characters can't be printed: %(characters)s") % {
            "characters": " ".join(refusal.characters)
        }
    return _("The texts do not fit on one page. Shorten the name or the titles.")
