"""What the seal of a file says, whoever made the file. Knows no tables and no settings."""

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    ValidationContext,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError

from .loops import outside_loops


@dataclass(frozen=True, kw_only=True)
class SealReport:
    """What can be said of a seal. Ours and whole is the only good one: `is_good`.

    Found: there is a seal. Intact: what it covers is what was sealed. Whole: it covers
    the whole file. Certified: it permits no change. Changed after: something was added.
    """

    is_pdf: bool = True
    found: bool = False
    intact: bool = False
    whole: bool = False
    certified: bool = False
    changed_after: bool = False
    #: Which of our keys made it; empty when none of them did.
    kid: str = ""
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def is_good(self) -> bool:
        parts = (self.found, self.intact, self.whole, self.certified, bool(self.kid))
        return all(parts) and not self.changed_after

    def to_message(self) -> dict[str, Any]:
        told = self.signed_at
        return {**asdict(self), "signed_at": told.isoformat() if told else None}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        told = message["signed_at"]
        when = datetime.fromisoformat(told) if told else None
        return cls(**{**message, "signed_at": when})


NOT_A_PDF = SealReport(is_pdf=False)
# Every way in which the library gives up on bytes that somebody made up.
FAULTS: tuple[type[Exception], ...] = (
    PdfError,
    SigningError,
    SignatureValidationError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@outside_loops
def inspect(data: bytes, ours: Mapping[str, str]) -> SealReport:
    """Read the seal of a file; `ours` are PEM certificates by their key id.

    Only the first seal counts: ours is the first and permits nothing after it.
    """
    if not data.startswith(b"%PDF-"):
        return NOT_A_PDF
    try:
        seals = PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures
    except FAULTS:
        return NOT_A_PDF
    if not seals:
        return SealReport()
    try:
        return _report(seals[0], len(seals), ours)
    except FAULTS:
        return SealReport(found=True)


def _report(
    seal: EmbeddedPdfSignature, count: int, ours: Mapping[str, str]
) -> SealReport:
    certificate = seal.signer_cert
    kid = _kid(certificate, ours)
    # Being one of ours is the whole of trust here; a path is not looked for.
    roots = [certificate] if kid else []
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=roots))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    unchanged = (None, ModificationLevel.NONE)
    return SealReport(
        found=True,
        intact=status.intact and status.valid,
        whole=whole,
        certified=_certified(seal, status),
        changed_after=not whole
        or count > 1
        or status.modification_level not in unchanged,
        kid=kid,
        signer=_name(certificate),
        signed_at=status.signer_reported_dt,
    )


def _certified(seal: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    return seal.docmdp_level == MDPPerm.NO_CHANGES and status.docmdp_ok is not False


def _kid(certificate: x509.Certificate, ours: Mapping[str, str]) -> str:
    """The very certificate, not its name: anybody can write a name into their own."""
    shown = certificate.dump()
    for kid, text in ours.items():
        _kind, _headers, der = pem.unarmor(text.encode())
        if der == shown:
            return kid
    return ""


def _name(certificate: x509.Certificate) -> str:
    subject = certificate.subject.native
    name = subject.get("organization_name") or subject.get("common_name") or ""
    return str(name)[:200]
