"""Seals a file: PAdES B-B into the field that waits for it, certified, for ever closed."""

import io
import os
from dataclasses import dataclass

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from valmentamo.pdf import SIGNATURE_FIELD

from .. import keys
from ..exceptions import KeyMissing, SealFailed
from . import signers
from .loops import outside_loops

# Room for signature and certificate, as hexadecimal digits; without it pyHanko signs
# twice to find out. A chain needs more.
RESERVED = 6144
RESERVED_EACH = 4096


@dataclass(frozen=True)
class Sealed:
    data: bytes
    kid: str


@outside_loops
def seal(data: bytes, *, key: keys.SealKey | None = None) -> Sealed:
    """Seal a file that has an empty field for it; nothing may be changed after.

    Refuses KeyMissing, and SealFailed when the file has no such field or the key's
    holder gives no signature. Each sealing gives other bytes.
    """
    key = key or keys.seal_key()
    try:
        if key.place.backend == "csc":
            from . import remote

            sealed = remote.sign(key, data)
        else:
            sealed = _signer(key).sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(data)),
                existing_fields_only=True,
                bytes_reserved=reserved(key),
            )
    except (KeyMissing, SealFailed):
        raise
    except (SigningError, PdfError, OSError, RuntimeError, ValueError) as error:
        raise SealFailed(f"{type(error).__name__}: {error}") from error
    sealed.seek(0)
    whole = sealed.read()
    if not whole.startswith(data):
        raise SealFailed("The sealed file does not begin with the file itself.")
    return Sealed(whole, key.kid)


def reserved(key: keys.SealKey) -> int:
    return RESERVED + RESERVED_EACH * (len(key.chain) - 1)


def pdf_signer(signer: Signer) -> PdfSigner:
    certificate = signer.signing_cert
    subject = certificate.subject.native if certificate else {}
    metadata = PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=subject.get("organization_name") or subject.get("common_name"),
    )
    return PdfSigner(metadata, signer=signer)


#: What does not vary between files, kept for the life of the process.
_signers: dict[tuple[str, int], PdfSigner] = {}


def _signer(key: keys.SealKey) -> PdfSigner:
    """A line to hardware must not be shared with the child of a fork, hence the pid."""
    place = (key.public_pem, os.getpid())
    if place not in _signers:
        _signers[place] = pdf_signer(signers.make_signer(key))
    return _signers[place]
