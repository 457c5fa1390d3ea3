"""System checks of the keys: a public server must not seal with a key that made itself."""

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from . import keys
from .conf import app_settings
from .exceptions import KeyMissing

LABEL = "valmentamo_certificates"
SOON = timedelta(days=60)
MAKE = (
    "Make one with manage.py certificate_keys new, set its alias and keep a copy of the "
    "file in a safe place: see docs/keys.md."
)


def check_keys(**kwargs: Any) -> list[CheckMessage]:
    """Asked by check --deploy, so that a machine without keys can still be set up."""
    try:
        folder = app_settings.key_folder
    except ImproperlyConfigured as error:
        return [Error(str(error), id=f"{LABEL}.E005")]
    return [*_key_faults(), *_folder_faults(folder)]


def _key_faults() -> Iterator[CheckMessage]:
    if app_settings.development_keys:
        yield Error(
            "Keys may make themselves here, so a certificate proves nothing.",
            hint="Unset VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS, and DEBUG. " + MAKE,
            id=f"{LABEL}.E006",
        )
        return
    yield from _fault_of(keys.seal_key)
    yield from _fault_of(keys.credential_key)


def _fault_of(
    ask: Callable[[], keys.SealKey | keys.CredentialKey],
) -> Iterator[CheckMessage]:
    try:
        key = ask()
    except KeyMissing as error:
        yield Error(str(error), hint=MAKE, id=f"{LABEL}.E007")
        return
    if key.alias.startswith(keys.DEVELOPMENT):
        yield Error(
            f"The key '{key.alias}' was made for development.",
            hint=MAKE,
            id=f"{LABEL}.E006",
        )
    if isinstance(key, keys.SealKey):
        yield from _age_of(key)


def _age_of(key: keys.SealKey) -> Iterator[CheckMessage]:
    ends = key.certificate.not_valid_after_utc
    if ends < datetime.now(UTC) + SOON:
        yield Warning(
            f"The certificate of the seal '{key.alias}' ends on {ends:%Y-%m-%d}.",
            hint="Make a new key, set its alias and retire the old one.",
            id=f"{LABEL}.W003",
        )


def _folder_faults(folder: Path) -> Iterator[CheckMessage]:
    media = settings.MEDIA_ROOT and Path(settings.MEDIA_ROOT).resolve()
    if media and folder.resolve().is_relative_to(media):
        yield Warning(
            "The folder of keys is inside MEDIA_ROOT, from where files are served.",
            hint="Set VALMENTAMO_CERTIFICATES_KEY_FOLDER to another folder.",
            id=f"{LABEL}.W002",
        )
    others = stat.S_IRWXG | stat.S_IRWXO
    for path in sorted(folder.glob("*.pem")) if folder.is_dir() else []:
        if path.stat().st_mode & others:
            yield Warning(
                f"Others than its owner can read {path}.",
                hint=f"chmod 0400 {path}",
                id=f"{LABEL}.W004",
            )
