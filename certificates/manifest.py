"""The signed list of what a partner was given: code, SHA-256, status and time."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jws
from joserfc.jwk import OKPKey

from .conf import app_settings
from .keys import CredentialKey, credential_key
from .models import PartnerOrganisation

LIST_NAME, SIGNATURE_NAME = "manifest.json", "manifest.jws"
ALGORITHM = "Ed25519"
CLOSED, LOST = "closed", "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file; `file` is its name in the package, or None with `left_out` saying why.

    `status` is as the public page would say, `status_since` when it became so.
    """

    code: str
    language: str
    file: str | None
    left_out: str | None
    sha256: str
    size: int
    status: str
    status_since: datetime
    issued_at: datetime


def encoded(entry: Entry) -> bytes:
    """One line of the list. Ten thousand of them are kept as these few bytes each."""
    data = asdict(entry)
    for name in ("status_since", "issued_at"):
        data[name] = stamp(data[name])
    return json.dumps(data, ensure_ascii=False).encode()


def document(
    *, partner: PartnerOrganisation, lines: Iterable[bytes], at: datetime
) -> bytes:
    """The whole list as it is signed: UTF-8, one entry a line."""
    head: dict[str, Any] = {
        "version": 1,
        "issuer": app_settings.base_url,
        "partner": partner.slug,
        "made_at": stamp(at),
    }
    opening = json.dumps(head, ensure_ascii=False).encode()[:-1]
    return opening + b', "certificates": [\n' + b",\n".join(lines) + b"\n]}\n"


def signature(data: bytes) -> str:
    """A detached JWS (RFC 7515, appendix F) by the key of our credentials.

    Whoever checks puts the base64url of the list between the two full stops.
    """
    key = credential_key()
    signed = jws.serialize_compact(
        {"alg": ALGORITHM, "kid": key.kid},
        data,
        OKPKey.import_key(_pem(key)),
        algorithms=[ALGORITHM],
    )
    return jws.detach_content(signed)


def _pem(key: CredentialKey) -> bytes:
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
