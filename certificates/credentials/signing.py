"""Sign the credential of a certificate with the current key."""

from dataclasses import dataclass
from typing import Any

from .. import keys
from ..models import Certificate
from .badges import badge_of
from .proofs import sign


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCredential:
    document: dict[str, Any]
    kid: str


def make_credential(certificate: Certificate, language: str) -> SignedCredential:
    """The signed credential in one language; the same rows and key give the same one.

    It is dated by the issue, so it is never valid from a moment ahead. Refuses KeyMissing.
    """
    key = keys.credential_key()
    document = sign(
        badge_of(certificate, language, did=keys.did()),
        key=key.private,
        method=key.kid,
        created=certificate.issued_at,
    )
    return SignedCredential(document=document, kid=key.kid)
