"""A small page with a place for a seal, and keys of somebody else."""

from datetime import UTC, datetime
from functools import cache

from certificates import keys
from certificates.conf import KeyPlace
from certificates.enums import KeyPurpose
from valmentamo.pdf.rendering import render

HTML = "<html lang='fi'><meta charset='utf-8'><title>Koe</title><h1>Otsikko</h1>"


@cache
def page() -> bytes:
    return render(
        HTML,
        created=datetime(2027, 4, 2, 9, tzinfo=UTC),
        signature_field="Sähköinen sinetti",
    )


def strangers_key(folder, settings, alias="other", **names) -> keys.SealKey:
    """A key of the same make, in a folder of its own."""
    before = settings.VALMENTAMO_CERTIFICATES_KEY_FOLDER
    settings.VALMENTAMO_CERTIFICATES_KEY_FOLDER = folder
    keys.make_key_file(KeyPurpose.SEAL, alias, **names)
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = alias
    key = keys.seal_key()
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = ""
    settings.VALMENTAMO_CERTIFICATES_KEY_FOLDER = before
    assert key.place == KeyPlace(alias)
    return key


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
