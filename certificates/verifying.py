"""Is this file ours, and unchanged? Its hash is compared, and its seal read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import filing
from .enums import KeyPurpose, PageState
from .models import Certificate, CertificateFile, PublicKey
from .sealing.inspection import SealReport, inspect
from .sealing.process import inspect_apart
from .verdicts import Verdict, verdict

#: Larger than any certificate with its logos; a larger file is not even read.
MOST_BYTES = 5 * 1024 * 1024


class Answer(models.TextChoices):
    """What can be said of a file that somebody brings."""

    KNOWN = "known", _("Issued here and unchanged")
    UNKNOWN = "unknown", _("Sealed here, but not on record")
    ALTERED = "altered", _("Changed after it was sealed")
    NOT_OURS = "not_ours", _("Not sealed here")
    NOT_A_PDF = "not_a_pdf", _("Not a PDF file that can be read")
    TOO_LARGE = "too_large", _("Too large to be a certificate")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """The answer, and for a known file its certificate with what is true of it now."""

    answer: Answer
    certificate: Certificate | None = None
    language: str = ""
    verdict: Verdict | None = None
    seal: SealReport | None = None


def check_file(data: bytes, *, at: datetime | None = None) -> FileVerdict:
    """Judge an uploaded file. Nothing of it is kept, and it is parsed apart.

    A file on record is known by its hash alone. Any other is parsed by a process with
    little time and memory, for its seal. A key that was compromised proves nothing.
    """
    if len(data) > MOST_BYTES:
        return FileVerdict(answer=Answer.TOO_LARGE)
    if row := _on_record(data):
        now = verdict(row.certificate, at=at or timezone.now())
        if now.page != PageState.UNKNOWN:
            return FileVerdict(
                answer=Answer.KNOWN,
                certificate=row.certificate,
                language=row.language,
                verdict=now,
            )
    report = inspect_apart(data, trusted_seals())
    return FileVerdict(answer=_answer(report), seal=report)


def check_seal(data: bytes) -> SealReport:
    """What the seal of one of our own files says, read in this process."""
    return inspect(data, trusted_seals())


def trusted_seals() -> dict[str, str]:
    """The certificates of our seals by key id: retired ones too, compromised ones not."""
    keys = PublicKey.objects.for_purpose(KeyPurpose.SEAL).filter(compromised_at=None)
    return dict(keys.values_list("kid", "public"))


def _on_record(data: bytes) -> CertificateFile | None:
    rows = CertificateFile.objects.filter(sha256=filing.sha256(data))
    return rows.select_related("certificate").first()


def _answer(report: SealReport) -> Answer:
    if not report.is_pdf:
        return Answer.NOT_A_PDF
    if not report.kid:
        return Answer.NOT_OURS
    return Answer.UNKNOWN if report.is_good else Answer.ALTERED
