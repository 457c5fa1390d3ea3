"""Keeps the bytes of certificates in private storage, whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from .conf import app_settings
from .models import Certificate

ROOT = "certificates"
PART = ".part"
PIECE = 1 << 16


def storage() -> Storage:
    return storages[app_settings.storage]


def key_for(certificate: Certificate, language: str, digest: str) -> str:
    """Named after its content: two workers never write different bytes to one place."""
    name = str(certificate.uuid)
    return f"{ROOT}/{name[:2]}/{name}/{language}-{digest[:16]}.pdf"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def store(key: str, data: bytes) -> None:
    """Put the bytes under their final name only when all of them are on the disk."""
    place = storage()
    if not isinstance(place, FileSystemStorage):
        # A store without paths, like S3, writes an object in one piece.
        place.delete(key)
        place.save(key, ContentFile(data))
        return
    path = Path(place.path(key))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        _write(part, data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def read(key: str) -> IO[bytes]:
    return storage().open(key, "rb")


def digest_of(key: str) -> str:
    """The hash of a stored file, read in pieces. Raises FileNotFoundError."""
    digest = hashlib.sha256()
    with read(key) as stored:
        while piece := stored.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def remove(key: str) -> None:
    storage().delete(key)


def stored_before(at: datetime) -> Iterator[str]:
    """The keys of all files that are older than this, half ones included."""
    place = storage()
    if not place.exists(ROOT):
        return
    for shelf in place.listdir(ROOT)[0]:
        for name in place.listdir(f"{ROOT}/{shelf}")[0]:
            folder = f"{ROOT}/{shelf}/{name}"
            for file in place.listdir(folder)[1]:
                key = f"{folder}/{file}"
                # It may have been removed or renamed meanwhile.
                with suppress(FileNotFoundError):
                    if place.get_modified_time(key) < at:
                        yield key


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
