"""The bytes of one file: credential, page, seal and check. Nothing of it in a transaction."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import filing, keys
from ..credentials.signing import make_credential
from ..exceptions import SealFailed
from ..models import Certificate
from ..sealing.inspection import inspect
from ..sealing.signing import Sealed, seal
from ..stamping.door import draw
from .keeping_keys import publish_key


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A sealed file and what its row says of it."""

    data: bytes
    sha256: str
    unsealed_sha256: str
    seal_kid: str
    credential: dict[str, Any]
    credential_kid: str


def make_file(*, certificate: Certificate, language: str, at: datetime) -> MadeFile:
    """Sign the credential, draw the page around it, seal and check the file.

    The same rows give the same bytes until the seal, which is another each time.
    Refuses what drawing refuses, KeyMissing, KeyMismatch and SealFailed.
    """
    key = keys.credential_key()
    publish_key(key=key, at=at)
    signed = make_credential(certificate, language)
    page = draw(certificate, language, credential=_as_file(signed.document))
    sealed = seal_page(page, at=at)
    return MadeFile(
        data=sealed.data,
        sha256=filing.sha256(sealed.data),
        unsealed_sha256=filing.sha256(page),
        seal_kid=sealed.kid,
        credential=signed.document,
        credential_kid=signed.kid,
    )


def _as_file(document: dict[str, Any]) -> bytes:
    """The signed document as it travels inside the file, for people to read too."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def seal_page(page: bytes, *, at: datetime) -> Sealed:
    """Seal with the current key, published first, and read the seal back."""
    key = keys.seal_key()
    publish_key(key=key, at=at)
    sealed = seal(page, key=key)
    report = inspect(sealed.data, {key.kid: key.public_pem})
    if not report.is_good:
        raise SealFailed(f"The seal does not hold: {report}.")
    return sealed
