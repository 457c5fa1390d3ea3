"""Where the private keys are: by alias, in files outside the media root or in hardware.

The private half is never in the database. Development keys make themselves; a public
server refuses them.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from .conf import KeyPlace, app_settings
from .enums import KeyPurpose
from .exceptions import KeyExists, KeyMissing

#: How a key that made itself is called; its alias goes on with its fingerprint.
DEVELOPMENT = "development-"
YEARS = 5
Private = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True, kw_only=True)
class SealKey:
    """The key of the seal: certificate and chain, and where the private half is."""

    kid: str
    alias: str
    chain: tuple[x509.Certificate, ...]
    place: KeyPlace
    private: ec.EllipticCurvePrivateKey | None

    @property
    def purpose(self) -> KeyPurpose:
        return KeyPurpose.SEAL

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def public_pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()


@dataclass(frozen=True, kw_only=True)
class CredentialKey:
    """The key of credentials and status lists."""

    kid: str
    alias: str
    private: Ed25519PrivateKey

    @property
    def purpose(self) -> KeyPurpose:
        return KeyPurpose.CREDENTIAL

    @property
    def public_pem(self) -> str:
        spki = PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(Encoding.PEM, spki).decode()


def did() -> str:
    """The identity under which the public halves are published: did:web of the host."""
    return f"did:web:{quote(urlsplit(app_settings.base_url).netloc, safe='')}"


def kid_of(alias: str) -> str:
    return f"{did()}#{alias}"


def seal_key() -> SealKey:
    """The current key of the seal. Refuses KeyMissing."""
    place = app_settings.seal_key
    if place.backend == "file":
        alias, data = _key_file(KeyPurpose.SEAL, place.alias)
        private = _private(data, alias)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise KeyMissing(f"{alias}: the key of a seal must be an EC key.")
    else:
        alias, private = place.alias, None
        data = _read(Path(place.options.get("certificate", "")), alias)
    return SealKey(
        kid=kid_of(alias),
        alias=alias,
        chain=_chain(data, alias),
        place=place,
        private=private,
    )


def credential_key() -> CredentialKey:
    """The current key of credentials. Refuses KeyMissing."""
    alias, data = _key_file(KeyPurpose.CREDENTIAL, app_settings.credential_key)
    private = _private(data, alias)
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyMissing(f"{alias}: the key of credentials must be an Ed25519 key.")
    return CredentialKey(kid=kid_of(alias), alias=alias, private=private)


def path_of(alias: str) -> Path:
    return app_settings.key_folder / f"{alias}.pem"


def make_key_file(
    purpose: KeyPurpose, alias: str, *, organisation: str = "", country: str = "FI"
) -> Path:
    """Make a new pair in the folder of keys; only its owner may read it.

    Refuses KeyExists: a key is never overwritten.
    """
    if purpose == KeyPurpose.SEAL:
        data = _new_seal(organisation or urlsplit(did()).path, country)
    else:
        data = _pem(Ed25519PrivateKey.generate())
    path = path_of(alias)
    if not _write_once(path, data):
        raise KeyExists(str(path))
    return path


def _key_file(purpose: KeyPurpose, alias: str) -> tuple[str, bytes]:
    """Alias and bytes of a key; without an alias the development key of this machine."""
    if alias:
        return alias, _read(path_of(alias), alias)
    if not app_settings.development_keys:
        raise KeyMissing(f"No key is set for: {purpose.value}.")
    path = path_of(f"{DEVELOPMENT}{purpose.value}")
    if not path.exists():
        made = _pem(Ed25519PrivateKey.generate())
        if purpose == KeyPurpose.SEAL:
            made = _new_seal("Development", "FI")
        _write_once(path, made)
    data = _read(path, path.stem)
    # Made anew, it is another key: its public half must not take the old one's place.
    return f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}", data


def _read(path: Path, alias: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyMissing(f"The key '{alias}' can't be read: {error}.") from error


def _write_once(path: Path, data: bytes) -> bool:
    """Put the whole file there, or nothing when there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o400)
        os.link(name, path)
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    return True


@cache
def _private(data: bytes, alias: str) -> Private:
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as error:
        raise KeyMissing(f"The file of '{alias}' holds no private key.") from error
    if isinstance(key, ec.EllipticCurvePrivateKey | Ed25519PrivateKey):
        return key
    raise KeyMissing(f"The key '{alias}' is neither an EC nor an Ed25519 key.")


@cache
def _chain(data: bytes, alias: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise KeyMissing(f"The file of '{alias}' holds no certificate.") from error


def _pem(key: Private) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _new_seal(organisation: str, country: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return _pem(key) + _self_signed(key, organisation, country).public_bytes(
        Encoding.PEM
    )


def _self_signed(
    key: ec.EllipticCurvePrivateKey, organisation: str, country: str
) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, organisation[:64]),
        ]
    )
    begins = datetime.now(UTC) - timedelta(minutes=5)
    only = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    usage = x509.KeyUsage(digital_signature=True, content_commitment=True, **only)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
