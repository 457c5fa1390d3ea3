"""Keeps the bytes of certificates in private storage, whole or not at all."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from .conf import app_settings
from .models import Certificate


def storage() -> Storage:
    return storages[app_settings.storage]


def key_for(certificate: Certificate, language: str) -> str:
    name = str(certificate.uuid)
    return f"certificates/{name[:2]}/{name}/{language}.pdf"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def store(key: str, data: bytes) -> None:
    """Put the bytes under their final name only when all of them are on the disk.

    Drawn again, a certificate has the same bytes, so taking the place of a file that a
    dead worker left is safe.
    """
    place = storage()
    if not isinstance(place, FileSystemStorage):
        # A store without paths, like S3, writes an object in one piece.
        place.delete(key)
        place.save(key, ContentFile(data))
        return
    path = Path(place.path(key))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        _write(part, data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def read(key: str) -> IO[bytes]:
    return storage().open(key, "rb")


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
