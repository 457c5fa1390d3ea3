"""A partner's ZIP of ten thousand stored files: CPU, first byte and memory.

    .venv/bin/python -m benchmarks.partner_zip [files]

The rows are real, the files are random bytes of the size of a certificate, because
nothing is rendered or read as a PDF on the way. One process on a throw-away database.
The floor in the same run is reading the same files and writing them into a ZIP on disk.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from typing import Any

FOLDER = tempfile.mkdtemp(prefix="partner-zip-")
sys.path[:0] = [".", "site"]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("TEST_DB_NAME", f"{FOLDER}/db.sqlite3")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.utils import timezone  # noqa: E402

from certificates import filing  # noqa: E402
from certificates.bundling import Bundle  # noqa: E402
from certificates.enums import Basis, State  # noqa: E402
from certificates.facts import to_json  # noqa: E402
from certificates.models import (  # noqa: E402
    Certificate,
    CertificateFile,
    DownloadLog,
    PartnerGrant,
    PartnerOrganisation,
    StatusEvent,
)
from certificates.numbering import new_code  # noqa: E402
from tests.certificates.factories import (  # noqa: E402
    FACTS,
    PartnerFactory,
    TemplateVersionFactory,
)

SIZE = 51_000


def make(count: int) -> PartnerOrganisation:
    now = timezone.now() - timedelta(days=1)
    version, partner = TemplateVersionFactory(), PartnerFactory()
    rows = Certificate.objects.bulk_create(
        Certificate(
            code=new_code(),
            issue_key=f"benchmark:{number}",
            printed_name=f"Aino Rautio {number}",
            facts={"fi": to_json(FACTS["fi"])},
            languages=["fi"],
            template_version=version,
            issued_at=now,
            state=State.READY,
            revocation_index=number,
            suspension_index=number,
        )
        for number in range(count)
    )
    StatusEvent.objects.bulk_create(
        StatusEvent(certificate=row, kind="issued", at=now) for row in rows
    )
    PartnerGrant.objects.bulk_create(
        PartnerGrant(
            certificate=row,
            partner=partner,
            basis=Basis.CONSENT,
            purpose="Työnantajalle.",
            given_at=now,
        )
        for row in rows
    )
    for row in rows:
        keep(row)
    return partner


def keep(row: Certificate) -> None:
    data = os.urandom(SIZE)
    key = f"certificates/{row.uuid}.pdf"
    path = filing.storage().path(key)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    CertificateFile.objects.create(
        certificate=row,
        language="fi",
        storage_key=key,
        sha256=filing.sha256(data),
        size=SIZE,
        credential={"proof": ["x" * 8_000]},
        stored_at=row.issued_at,
    )


def resident() -> float:
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return pages * resource.getpagesize() / 2**20


def stream(partner: PartnerOrganisation, path: str) -> dict[str, Any]:
    begun, cpu, before = time.perf_counter(), time.process_time(), resident()
    shared = Certificate.objects.shared_with(partner, timezone.now())
    chosen = list(shared.order_by("printed_name", "pk").values_list("pk", flat=True))
    first, size, most = None, 0, before
    with open(path, "wb") as file:
        for part in Bundle(partner=partner, chosen=chosen, by=None):
            if first is None:
                first = time.perf_counter() - begun
            size += file.write(part)
            most = max(most, resident())
    return {
        "first": first,
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "growth": most - before,
        "size": size,
    }


def floor(path: str) -> float:
    begun = time.process_time()
    with zipfile.ZipFile(path, "w") as package:
        for row in CertificateFile.objects.defer("credential").iterator():
            with filing.read(row.storage_key) as stored:
                package.writestr(f"{row.pk}.pdf", stored.read())
    return time.process_time() - begun


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        partner = make(count)
        path = f"{FOLDER}/package.zip"
        # The first run warms what every server process has warm.
        small = list(Certificate.objects.values_list("pk", flat=True)[:50])
        b"".join(Bundle(partner=partner, chosen=small, by=None))
        told = DownloadLog.objects.count()
        found = stream(partner, path)
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
        print(f"{count} files, {found['size'] / 2**20:.0f} MiB, {len(names)} names")
        print(f"first byte {found['first'] * 1000:.0f} ms")
        print(f"CPU {found['cpu']:.2f} s, wall {found['wall']:.2f} s")
        print(f"memory grew {found['growth']:.1f} MiB")
        print(f"log lines {DownloadLog.objects.count() - told}")
        print(f"floor (read and zip only): CPU {floor(path):.2f} s")
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{FOLDER}/private", "base_url": None},
    }
    with override_settings(STORAGES=settings.STORAGES | {"private": private}):
        main()
    shutil.rmtree(FOLDER)
