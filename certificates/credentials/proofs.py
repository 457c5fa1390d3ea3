"""Data Integrity proofs: sign and check a document with `eddsa-rdfc-2022`.

W3C, Data Integrity EdDSA Cryptosuites v1.0, section 3.2.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import base58
from .contexts import canonical

SUITE = "eddsa-rdfc-2022"
# Multicodec prefix of an Ed25519 public key.
ED25519 = b"\xed\x01"


def moment(at: datetime) -> str:
    """A time as credentials write it, to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def multikey(key: Ed25519PublicKey) -> str:
    """The public key as a verification method writes it (`publicKeyMultibase`)."""
    return "z" + base58.encode(
        ED25519 + key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    )


def sign(
    document: dict[str, Any],
    *,
    key: Ed25519PrivateKey,
    method: str,
    created: datetime,
) -> dict[str, Any]:
    """The document with its proof, as a list of one: other forms fail the schema of
    Open Badges. `method` is the address of the public key. Refuses UndefinedTerm.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_hashed(document, proof))
    return {
        **document,
        "proof": [proof | {"proofValue": f"z{base58.encode(signature)}"}],
    }


def is_signed_by(document: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the document's one proof holds under the key."""
    try:
        (proof,) = document["proof"]
        value = base58.decode(proof["proofValue"].removeprefix("z"))
        bare = {k: v for k, v in document.items() if k != "proof"}
        config = {k: v for k, v in proof.items() if k != "proofValue"}
        key.verify(value, _hashed(bare, config))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def _hashed(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    config = {"@context": document["@context"], **proof}
    return (
        hashlib.sha256(canonical(config)).digest()
        + hashlib.sha256(canonical(document)).digest()
    )
