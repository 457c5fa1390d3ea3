"""A ZIP of stored files, made while it is sent: nothing is rendered, little is kept."""

import io
import logging
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Max, Prefetch
from django.utils import timezone

from . import filing, manifest
from .doors import OK
from .enums import Door, PageState
from .manifest import Entry
from .models import Certificate, CertificateFile, PartnerOrganisation
from .people import Actor
from .services.disclosing import record_files
from .verdicts import answer_for

logger = logging.getLogger(__name__)
#: How many certificates are judged, read and logged together, before their bytes leave.
#: What was revoked or is no longer shared when their turn comes is not in the package.
TOGETHER = 25


class Bundle:
    """The package of some certificates that are shared with a partner."""

    def __init__(
        self,
        *,
        partner: PartnerOrganisation,
        chosen: Sequence[int],
        language: str = "",
        by: Actor,
    ) -> None:
        self.partner, self.chosen = partner, chosen
        self.language, self.by = language, by
        self._lines: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        """The bytes of the package, some files at a time."""
        outlet = _Outlet()
        with zipfile.ZipFile(outlet, "w") as package:
            for keys in batched(self.chosen, TOGETHER):
                for entry, data in self._read(keys):
                    self._lines.append(manifest.encoded(entry))
                    if entry.file and data is not None:
                        _put(package, entry.file, data, entry.issued_at)
                yield outlet.taken()
            self._close(package)
        yield outlet.taken()

    def _read(self, keys: Sequence[int]) -> list[tuple[Entry, bytes | None]]:
        """Judge these certificates now, read their files and log those that leave."""
        now = timezone.now()
        found, leaving = [], []
        for certificate in files_of(self.partner, keys, at=now, language=self.language):
            for row in certificate.files.all():
                data = _bytes_of(certificate, row, now)
                found.append((entry_for(certificate, row, at=now, data=data), data))
                if data is not None:
                    leaving.append((certificate.pk, row.language))
        record_files(files=leaving, door=Door.ZIP, by=self.by, partner=self.partner)
        return found

    def _close(self, package: zipfile.ZipFile) -> None:
        now = timezone.now()
        data = manifest.document(partner=self.partner, lines=self._lines, at=now)
        self._lines = []
        _put(package, manifest.LIST_NAME, data, now)
        seal = manifest.signature(data).encode()
        _put(package, manifest.SIGNATURE_NAME, seal, now)


class _Outlet(io.RawIOBase):
    """Where the ZIP is written: it keeps what has not left yet, and nothing else.

    It can't seek and does not tell, so `zipfile` writes in one go.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def files_of(
    partner: PartnerOrganisation,
    keys: Sequence[int],
    *,
    at: datetime,
    language: str = "",
) -> list[Certificate]:
    """Those that the partner may see at this moment, in the order asked for.

    Each has its files and `turned_at`, the time of its last event; long columns stay
    behind. Two queries.
    """
    files = CertificateFile.objects.defer("credential")
    if language:
        files = files.filter(language=language)
    rows = (
        Certificate.objects.shared_with(partner, at)
        .defer("facts", "refusal_reason")
        .annotate(turned_at=Max("events__at"))
        .prefetch_related(Prefetch("files", files))
        .in_bulk(list(keys))
    )
    return [rows[key] for key in keys if key in rows]


def entry_for(
    certificate: Certificate,
    row: CertificateFile,
    *,
    at: datetime,
    data: bytes | None,
    is_listed: bool = False,
) -> Entry:
    """The line of one file. Without bytes it says why there are none.

    `is_listed` is for a list without files, in which what may be fetched has its name.
    """
    answer = answer_for(certificate, at=at)
    closed = answer.partner != OK
    is_there = data is not None or (is_listed and not closed)
    name = f"{certificate.printed_code}-{row.language}.pdf" if is_there else None
    return Entry(
        code=certificate.printed_code,
        language=row.language,
        file=name,
        left_out=None if name else manifest.CLOSED if closed else manifest.LOST,
        sha256=row.sha256,
        size=row.size,
        status=answer.page,
        status_since=_since(certificate, answer.page),
        issued_at=certificate.issued_at,
    )


def _since(certificate: Certificate, page: PageState) -> datetime:
    if page == PageState.EXPIRED and certificate.valid_until:
        return certificate.valid_until
    return certificate.turned_at  # type: ignore[attr-defined, no-any-return]


def _bytes_of(
    certificate: Certificate, row: CertificateFile, at: datetime
) -> bytes | None:
    """The stored bytes if they may leave and are still the ones that were issued."""
    if answer_for(certificate, at=at).partner != OK:
        return None
    try:
        with filing.read(row.storage_key) as stored:
            data = stored.read()
    except FileNotFoundError:
        data = b""
    if filing.sha256(data) == row.sha256:
        return data
    logger.error("The file of certificate %s is lost or changed.", certificate.uuid)
    return None


def _put(package: zipfile.ZipFile, name: str, data: bytes, at: datetime) -> None:
    """Store without packing: a PDF is packed already, and packing costs twenty times."""
    local = timezone.localtime(at)
    info = zipfile.ZipInfo(name, local.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_STORED, 0o644 << 16
    package.writestr(info, data)
