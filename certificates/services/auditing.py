"""Compare what is stored with what the rows say, and take away what no row knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Literal

from django.utils import timezone

from .. import filing
from ..enums import Status
from ..models import CertificateFile

# A file is written a moment before its row.
YOUNG = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One stored file that is not as it was issued. Nothing is put right by itself."""

    file: CertificateFile
    fault: Literal["lost", "changed"]


def audit_files() -> Iterator[Finding]:
    """Hash every stored file; those of erased certificates are gone on purpose."""
    rows = CertificateFile.objects.select_related("certificate")
    for row in rows.exclude(certificate__status=Status.ERASED).iterator(500):
        try:
            if filing.digest_of(row.storage_key) != row.sha256:
                yield Finding(row, "changed")
        except FileNotFoundError:
            yield Finding(row, "lost")


def sweep_orphans(*, at: datetime | None = None) -> int:
    """Take away files that a dead or slow worker left and no row names."""
    removed = 0
    old = (at or timezone.now()) - YOUNG
    for keys in batched(filing.stored_before(old), 500):
        rows = CertificateFile.objects.exclude(certificate__status=Status.ERASED)
        known = rows.filter(storage_key__in=keys).values_list("storage_key", flat=True)
        for key in set(keys) - set(known):
            filing.remove(key)
            removed += 1
    return removed
