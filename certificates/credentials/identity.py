"""Who we are to other systems: the did:web document and the keys as a JWK set."""

import base64
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from .. import keys
from ..models import PublicKey
from .proofs import moment, multikey


def public_of(row: PublicKey) -> Ed25519PublicKey:
    key = load_pem_public_key(row.public.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{row.kid} is not an Ed25519 key.")
    return key


def did_document(rows: Iterable[PublicKey]) -> dict[str, Any]:
    """Every key that ever signed a credential; a compromised one has its end told."""
    rows, did = list(rows), keys.did()
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
        ],
        "id": did,
        "verificationMethod": [_method(row, did) for row in rows],
        "assertionMethod": [row.kid for row in rows if row.compromised_at is None],
    }


def _method(row: PublicKey, did: str) -> dict[str, Any]:
    method = {
        "id": row.kid,
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey(public_of(row)),
    }
    if row.compromised_at:
        method["revoked"] = moment(row.compromised_at)
    return method


def key_set(rows: Iterable[PublicKey]) -> dict[str, Any]:
    """The same keys as RFC 7517 and RFC 8037 write them."""
    return {"keys": [_jwk(row) for row in rows if row.compromised_at is None]}


def _jwk(row: PublicKey) -> dict[str, str]:
    raw = public_of(row).public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": x,
        "kid": row.kid,
        "alg": "EdDSA",
        "use": "sig",
    }
