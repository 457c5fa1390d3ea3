"""System checks: what must be set before the first certificate is issued."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from .conf import app_settings

LABEL = "valmentamo_certificates"


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    return [*_check_base_url(), *_check_storage(), *_check_miss_limit()]


def _check_base_url() -> list[CheckMessage]:
    try:
        parts = urlsplit(app_settings.base_url)
    except ImproperlyConfigured as error:
        return [Error(str(error), id=f"{LABEL}.E001")]
    whole = parts.scheme in ("http", "https") and parts.netloc
    if not whole or parts.path or parts.query:
        return [
            Error(
                "VALMENTAMO_CERTIFICATES_BASE_URL must be a scheme and a host only.",
                hint="For example 'https://certificates.example.org'.",
                id=f"{LABEL}.E002",
            )
        ]
    return []


def _check_storage() -> list[CheckMessage]:
    alias = app_settings.storage
    if alias not in settings.STORAGES:
        return [
            Error(
                f"STORAGES has no '{alias}', where the files of certificates are kept.",
                hint="Add it, outside MEDIA_ROOT and without a base_url.",
                id=f"{LABEL}.E003",
            )
        ]
    if alias == "default":
        return [
            Warning(
                "Certificates are kept in the default storage, which may be public.",
                hint="Give them a storage of their own outside MEDIA_ROOT.",
                id=f"{LABEL}.W001",
            )
        ]
    return []


def _check_miss_limit() -> list[CheckMessage]:
    if app_settings.miss_limit < 1:
        return [
            Error(
                "VALMENTAMO_CERTIFICATES_MISS_LIMIT must be at least 1.",
                id=f"{LABEL}.E004",
            )
        ]
    return []
