"""The settings an operator owns, read when they are asked for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyPlace:
    """Where the private half of the seal's key is: a file, hardware or a service."""

    alias: str
    backend: str = "file"
    options: Mapping[str, Any] = field(default_factory=dict)


class CertificateSettings:
    @property
    def base_url(self) -> str:
        """VALMENTAMO_CERTIFICATES_BASE_URL: where printed addresses point, for ever.

        Never taken from a request. Required.
        """
        url = getattr(settings, "VALMENTAMO_CERTIFICATES_BASE_URL", "")
        if not url:
            raise ImproperlyConfigured(
                "Set VALMENTAMO_CERTIFICATES_BASE_URL, e.g. 'https://example.org'."
            )
        return str(url).rstrip("/")

    @property
    def token_keys(self) -> list[str]:
        """VALMENTAMO_CERTIFICATES_TOKEN_KEYS: keys of the token in the QR code.

        The first makes new tokens, all of them are accepted: never drop a key that has
        been printed. Default: SECRET_KEY and its fallbacks.
        """
        keys = getattr(settings, "VALMENTAMO_CERTIFICATES_TOKEN_KEYS", None)
        return list(keys or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])

    @property
    def storage(self) -> str:
        """VALMENTAMO_CERTIFICATES_STORAGE: alias in STORAGES. Default 'private'."""
        return str(getattr(settings, "VALMENTAMO_CERTIFICATES_STORAGE", "private"))

    @property
    def key_folder(self) -> Path:
        """VALMENTAMO_CERTIFICATES_KEY_FOLDER: where `<alias>.pem` files are, outside
        the media root and the repository. Required.
        """
        folder = getattr(settings, "VALMENTAMO_CERTIFICATES_KEY_FOLDER", "")
        if not folder:
            raise ImproperlyConfigured(
                "Set VALMENTAMO_CERTIFICATES_KEY_FOLDER, e.g. '/etc/valmentamo/keys'."
            )
        return Path(folder)

    @property
    def seal_key(self) -> KeyPlace:
        """VALMENTAMO_CERTIFICATES_SEAL_KEY: alias of the key that seals the files.

        A text names a file in the folder of keys. A dict names hardware or a service:
        `alias`, `backend` ("pkcs11" or "csc"), `certificate` (path of the PEM file with
        certificate and chain) and what the backend needs; see docs/keys.md. It may be
        written as JSON. Empty: the development key.
        """
        value = getattr(settings, "VALMENTAMO_CERTIFICATES_SEAL_KEY", "")
        if isinstance(value, str) and not value.startswith("{"):
            return KeyPlace(alias=value)
        options = dict(json.loads(value) if isinstance(value, str) else value)
        backend = str(options.pop("backend", "file"))
        return KeyPlace(str(options.pop("alias", "")), backend, options)

    @property
    def credential_key(self) -> str:
        """VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY: alias of the key that signs
        credentials and status lists. Empty: the development key.
        """
        return str(getattr(settings, "VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY", ""))

    @property
    def development_keys(self) -> bool:
        """VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS: keys may make themselves. Default:
        DEBUG. Never on a public server: such keys prove nothing.
        """
        allowed = getattr(settings, "VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS", None)
        return settings.DEBUG if allowed is None else bool(allowed)

    @property
    def wordmark(self) -> str:
        """VALMENTAMO_CERTIFICATES_WORDMARK: path of the SVG file at the top of each
        certificate. Default: the one shipped.
        """
        shipped = Path(__file__).parent / "assets" / "wordmark.svg"
        return str(getattr(settings, "VALMENTAMO_CERTIFICATES_WORDMARK", shipped))

    @property
    def miss_limit(self) -> int:
        """VALMENTAMO_CERTIFICATES_MISS_LIMIT: wrong codes a client may try in ten
        minutes. Default 20.
        """
        return int(getattr(settings, "VALMENTAMO_CERTIFICATES_MISS_LIMIT", 20))

    @property
    def reminder_days(self) -> list[int]:
        """VALMENTAMO_CERTIFICATES_REMINDER_DAYS: how many days before its end the holder
        of a certificate is reminded. Default 60 and 14.
        """
        days = getattr(settings, "VALMENTAMO_CERTIFICATES_REMINDER_DAYS", (60, 14))
        return [int(day) for day in days]

    @property
    def log_days(self) -> int:
        """VALMENTAMO_CERTIFICATES_LOG_DAYS: how long it is kept who received what, and
        partners' changes. Default 730.
        """
        return int(getattr(settings, "VALMENTAMO_CERTIFICATES_LOG_DAYS", 730))


app_settings = CertificateSettings()
