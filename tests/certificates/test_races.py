"""Sixteen at once, and workers that die: one certificate, no half file."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from certificates import filing
from certificates.enums import Event, Status
from certificates.exceptions import AlreadyGranted, StatusConflict
from certificates.models import (
    Certificate,
    CertificateFile,
    IssueJob,
    MissWindow,
    PartnerGrant,
    StatusEvent,
)
from certificates.querysets import LEASE
from certificates.services.auditing import YOUNG, sweep_orphans
from certificates.services.jobs import sweep_left_behind
from certificates.services.limiting import count_miss
from certificates.services.producing import produce
from certificates.services.sharing import GrantTerms, grant_to_partner
from certificates.services.status import revoke_certificate
from tests.certificates.conftest import made
from tests.certificates.factories import (
    PartnerFactory,
    TemplateVersionFactory,
    UserFactory,
    issued,
)

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 16


def at_once(action):
    """Run an action in sixteen threads that start together; results and refusals."""
    barrier = threading.Barrier(THREADS)

    def run(number):
        try:
            barrier.wait()
            return action(number)
        except (AlreadyGranted, StatusConflict) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_sixteen_threads_issue_one_certificate(drawn):
    version, user, partner = TemplateVersionFactory(), UserFactory(), PartnerFactory()
    terms = GrantTerms(partner=partner, basis="consent", purpose="x")
    rows = at_once(
        lambda n: issued(
            template_version=version,
            recipient=user,
            grants=[terms],
            issue_key="completion:1",
        )
    )
    assert len({row.pk for row in rows}) == len({row.code for row in rows}) == 1
    counts = [
        model.objects.count()
        for model in (Certificate, IssueJob, StatusEvent, PartnerGrant, CertificateFile)
    ]
    assert counts == [1, 1, 1, 1, 1]


def test_sixteen_threads_issue_sixteen_certificates_with_places_of_their_own(drawn):
    version = TemplateVersionFactory()
    rows = at_once(lambda n: issued(template_version=version, issue_key=f"race:{n}"))
    assert len({row.code for row in rows}) == THREADS
    assert len({(r.revocation_list, r.revocation_index) for r in rows}) == THREADS


def test_sixteen_workers_draw_a_certificate_once(monkeypatch):
    from certificates.services import producing

    version = TemplateVersionFactory()
    calls = []

    def make(*, certificate, language, at):
        calls.append(language)
        time.sleep(0.2)
        return made(b"%PDF")

    with monkeypatch.context() as patch:
        patch.setattr("certificates.services.jobs.enqueue", lambda job: None)
        row = issued(template_version=version)
    monkeypatch.setattr(producing, "make_file", make)
    at_once(lambda n: produce(certificate_id=row.pk))
    assert calls == ["fi"]
    assert IssueJob.objects.get().attempts == 1


def test_sixteen_people_revoke_once(drawn):
    row = issued()

    def revoke(number):
        mine = Certificate.objects.get(pk=row.pk)
        return revoke_certificate(certificate=mine, reason_code="technical", by=None)

    results = at_once(revoke)
    assert sum(isinstance(result, StatusConflict) for result in results) == 15
    assert StatusEvent.objects.filter(kind=Event.REVOKED).count() == 1
    assert Certificate.objects.get().status == Status.REVOKED


def test_sixteen_grants_are_one(drawn):
    row, partner = issued(), PartnerFactory()
    terms = GrantTerms(partner=partner, basis="consent", purpose="x")
    results = at_once(lambda n: grant_to_partner(certificate=row, terms=terms))
    assert sum(isinstance(result, AlreadyGranted) for result in results) == 15
    assert PartnerGrant.objects.count() == 1


def test_no_miss_is_lost():
    now = timezone.now()
    at_once(lambda n: count_miss(client="x", at=now))
    assert MissWindow.objects.get().misses == THREADS


WORKER = """
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = {database!r}
from certificates.services.producing import produce
from certificates.models import IssueJob
print("begun", flush=True)
jobs = IssueJob.objects.exclude(state="done").order_by("attempts", "pk")
for pk in jobs.values_list("certificate_id", flat=True):
    produce(certificate_id=pk)
"""


def start_worker():
    root = Path(__file__).parents[2]
    script = WORKER.format(database=str(connection.settings_dict["NAME"]))
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env=os.environ
        | {
            "PYTHONPATH": f"{root}:{root / 'site'}",
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "TEST_FILES": str(settings.FILES),
        },
    )


def kill_at_random(workers):
    """Begin workers, as on so many hosts, and end them with kill -9 at some moment."""
    begun = [start_worker() for _ in range(workers)]
    for worker in begun:
        worker.stdout.readline()
    time.sleep(random.uniform(0, 1.5))
    for worker in begun:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()


@pytest.mark.pdf
@pytest.mark.long
@pytest.mark.parametrize(
    ("kills", "workers", "count"),
    [
        pytest.param(3, 1, 4, id="three"),
        pytest.param(20, 1, 24, id="twenty", marks=pytest.mark.proof),
        pytest.param(20, 2, 40, id="two workers", marks=pytest.mark.proof),
    ],
)
def test_killed_workers_leave_no_half_file_and_the_sweep_ends_the_work(
    monkeypatch, kills, workers, count
):
    version = TemplateVersionFactory()
    with monkeypatch.context() as patch:
        patch.setattr("certificates.services.jobs.enqueue", lambda job: None)
        for _ in range(count):
            issued(template_version=version, languages=["fi", "sv"], at=timezone.now())
    for _ in range(kills):
        kill_at_random(workers)
        assert_no_half_file()
        # As if the lease had run out.
        IssueJob.objects.update(started_at=timezone.now() - LEASE)
    sweep_left_behind()
    left = IssueJob.objects.exclude(state="done").values_list("state", "last_error")
    assert list(left) == []
    assert set(Certificate.objects.values_list("state", flat=True)) == {"ready"}
    assert CertificateFile.objects.count() == 2 * count
    assert_no_half_file()
    sweep_orphans(at=timezone.now() + 2 * YOUNG)
    rows = set(CertificateFile.objects.values_list("storage_key", flat=True))
    folders = {key.rpartition("/")[0] for key in rows}
    place = filing.storage()
    stored = {
        f"{folder}/{name}" for folder in folders for name in place.listdir(folder)[1]
    }
    assert stored == rows


def assert_no_half_file():
    for row in CertificateFile.objects.all():
        assert filing.digest_of(row.storage_key) == row.sha256
