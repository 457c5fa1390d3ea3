"""Bitstring Status Lists (W3C, Bitstring Status List v1.0), as JSON-LD and as a JWT."""

import base64
import gzip
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jws
from joserfc.jwk import OKPKey

from .. import addresses, keys
from .contexts import CREDENTIALS
from .proofs import moment, sign

SIZE = 131_072
# Milliseconds for which a verifier may keep a list before it asks again.
TTL = 300_000


def encoded(places: Iterable[int]) -> str:
    """The bits of a list, the first one leftmost, as the standard writes them."""
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def list_of(
    *,
    purpose: str,
    number: int,
    places: Iterable[int],
    at: datetime,
    until: datetime,
) -> dict[str, Any]:
    """The unsigned list: `places` are the indexes whose bit is set."""
    address = addresses.status_list_url(purpose, number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": keys.did(),
        "validFrom": moment(at),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": str(purpose),
            "encodedList": encoded(places),
            "ttl": TTL,
        },
    }


def signed_forms(
    document: dict[str, Any], *, key: keys.CredentialKey, at: datetime
) -> tuple[dict[str, Any], str]:
    """The list with its proof, and the same as a signed JWT (`application/vc+jwt`)."""
    return (
        sign(document, key=key.private, method=key.kid, created=at),
        token_of(document, key=key),
    )


class _EdDsa(jws.JWSRegistry):
    """RFC 9864 calls the algorithm Ed25519; verifiers in use know it as EdDSA only, so
    joserfc's warning at each signature would say nothing new.
    """

    def get_alg(self, name: str) -> jws.JWSAlgModel:
        return self.algorithms[name]


def token_of(document: dict[str, Any], *, key: keys.CredentialKey) -> str:
    """W3C, Securing Verifiable Credentials using JOSE and COSE."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": key.kid}
    secret = OKPKey.import_key(_pem(key))
    payload = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return jws.serialize_compact(header, payload.encode(), secret, registry=_EdDsa())


def _pem(key: keys.CredentialKey) -> bytes:
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
