"""Who signs: a key in a file, in hardware (PKCS#11) or at a signing service (CSC)."""

from collections.abc import Mapping
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ..exceptions import KeyMissing
from ..keys import SealKey


class HeldKeySigner(Signer):
    """Signs with a private key that this process has read once.

    pyHanko's own reads the key again for every file, a fifth of the whole sealing.
    """

    def __init__(
        self,
        private: ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        registry: SimpleCertificateStore,
    ) -> None:
        super().__init__(signing_cert=certificate, cert_registry=registry)
        self._private = private

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        algorithm = getattr(hashes, digest_algorithm.upper())()
        return self._private.sign(data, ec.ECDSA(algorithm))


def make_signer(key: SealKey) -> Signer:
    """The signer of a key in a file or in hardware. Refuses KeyMissing."""
    certificate, registry = certificates_of(key)
    if key.private is not None:
        return HeldKeySigner(key.private, certificate, registry)
    if key.place.backend == "pkcs11":
        return _hardware_signer(key, certificate)
    raise KeyMissing(f"{key.alias}: unknown backend '{key.place.backend}'.")


def certificates_of(
    key: SealKey,
) -> tuple[x509.Certificate, SimpleCertificateStore]:
    chain = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in key.chain]
    registry = SimpleCertificateStore()
    registry.register_multiple(chain)
    return chain[0], registry


def option(key: SealKey, name: str) -> str:
    """One thing that a backend needs. Refuses KeyMissing when it is not set."""
    options: Mapping[str, Any] = key.place.options
    if not options.get(name):
        raise KeyMissing(f"{key.alias}: '{name}' is not set for {key.place.backend}.")
    return str(options[name])


def _hardware_signer(key: SealKey, certificate: x509.Certificate) -> Signer:
    try:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise KeyMissing(
            f"{key.alias}: hardware keys need python-pkcs11. Install "
            "wagtail-valmentamo[hardware]."
        ) from error
    try:
        session = open_pkcs11_session(
            option(key, "module"),
            token_criteria=TokenCriteria(label=option(key, "token")),
            user_pin=option(key, "pin"),
        )
    except (PKCS11Error, RuntimeError) as error:
        raise KeyMissing(f"{key.alias}: the token can't be opened: {error!r}.") from (
            error
        )
    label = str(key.place.options.get("label") or key.alias)
    return PKCS11Signer(
        session,
        signing_cert=certificate,
        ca_chain=list(certificates_of(key)[1]),
        key_label=label,
        # Few tokens hash and sign in one step with elliptic curves.
        use_raw_mechanism=True,
    )
