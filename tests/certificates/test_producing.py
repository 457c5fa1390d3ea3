"""The job: files whole or not at all, attempts counted, refusals shown to staff."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from certificates import filing
from certificates.enums import JobState, State
from certificates.exceptions import NotRefused
from certificates.models import CertificateFile, IssueJob, MissWindow
from certificates.querysets import LEASE
from certificates.services import producing
from certificates.services.correcting import try_again
from certificates.services.jobs import sweep_left_behind
from certificates.services.limiting import count_miss
from certificates.services.producing import MOST_ATTEMPTS, produce
from certificates.signals import certificate_ready, certificate_refused, job_waiting
from certificates.tasks import sweep
from tests.certificates.factories import FACTS, ISSUED, issued, ready

pytestmark = pytest.mark.django_db


def break_drawing(monkeypatch, error):
    def make(**kwargs):
        raise error

    monkeypatch.setattr(producing, "make_file", make)


@pytest.mark.pdf
def test_task_makes_a_file_that_can_be_opened(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = issued()
    row.refresh_from_db()
    file = row.files.get()
    with filing.read(file.storage_key) as stored:
        data = stored.read()
    assert row.state == State.READY
    assert data.startswith(b"%PDF")
    assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_each_language_is_made_once_however_often_the_task_is_delivered(drawn):
    row = issued(languages=["fi", "sv"])
    for _ in range(3):
        assert produce(certificate_id=row.pk)
    assert drawn == ["fi", "sv"]
    assert row.files.count() == 2


def test_files_that_were_stored_before_a_crash_are_not_made_again(drawn, monkeypatch):
    row = issued(languages=["fi", "sv"])
    store = filing.store

    def full_disk(key, data):
        if "sv" in key:
            raise OSError(28, "No space left on device")
        store(key, data)

    monkeypatch.setattr(filing, "store", full_disk)
    assert not produce(certificate_id=row.pk, at=ISSUED)
    assert row.files.get().language == "fi"
    monkeypatch.setattr(filing, "store", store)
    assert produce(certificate_id=row.pk, at=ISSUED)
    assert drawn == ["fi", "sv", "sv"]


def test_full_disk_leaves_no_half_file_and_no_ready_row(drawn, monkeypatch):
    row = issued()

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    assert not produce(certificate_id=row.pk, at=ISSUED)
    row.refresh_from_db()
    folder = Path(storages["private"].path(filing.key_for(row, "fi", "x"))).parent
    assert row.state == State.PENDING
    assert list(folder.iterdir()) == []
    assert "No space left" in IssueJob.objects.get(certificate=row).last_error


def test_failed_attempt_waits_longer_each_time_and_stops_at_five(monkeypatch):
    break_drawing(monkeypatch, RuntimeError("broken"))
    row, at = issued(), ISSUED
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        produce(certificate_id=row.pk, at=at)
        job = IssueJob.objects.get(certificate=row)
        pauses.append(job.next_attempt_at - at)
        at = job.next_attempt_at
    row.refresh_from_db()
    assert pauses[:4] == sorted(pauses[:4])
    assert (job.state, job.attempts) == (JobState.STOPPED, 5)
    assert (row.state, "broken" in row.refusal_reason) == (State.REFUSED, True)
    assert not produce(certificate_id=row.pk, at=at)
    assert IssueJob.objects.get(certificate=row).attempts == 5


def test_certificate_that_kills_its_worker_stops_at_five(monkeypatch):
    class Killed(BaseException):
        """As if the process had died: nothing after it runs."""

    break_drawing(monkeypatch, Killed())
    row, at = issued(), ISSUED
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            produce(certificate_id=row.pk, at=at)
        at += LEASE
    assert not produce(certificate_id=row.pk, at=at)
    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert row.job.attempts == 5


def test_job_of_a_living_worker_is_not_taken_by_another(drawn):
    row = issued()
    IssueJob.objects.filter(certificate=row).update(
        state=JobState.WORKING, started_at=ISSUED, attempts=1
    )
    assert not produce(certificate_id=row.pk, at=ISSUED + LEASE / 2)
    assert drawn == []
    assert produce(certificate_id=row.pk, at=ISSUED + LEASE)


def test_sweep_takes_up_what_was_left_behind_and_nothing_else(
    drawn, django_capture_on_commit_callbacks
):
    now = timezone.now()
    lost, working, dead, later, done = (issued(at=now) for _ in range(5))
    refused = issued(name="水")
    produce(certificate_id=done.pk)
    jobs = IssueJob.objects
    recently, long_ago = now - LEASE / 2, now - LEASE
    jobs.filter(certificate=working).update(state=JobState.WORKING, started_at=recently)
    jobs.filter(certificate=dead).update(state=JobState.WORKING, started_at=long_ago)
    jobs.filter(certificate=later).update(next_attempt_at=now + LEASE)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_left_behind(at=now) == 2
    states = {}
    for row in (lost, working, dead, later, refused, done):
        row.refresh_from_db()
        states[row.pk] = row.state
    assert [states[row.pk] for row in (lost, dead, done)] == [State.READY] * 3
    assert states[working.pk] == states[later.pk] == State.PENDING
    assert states[refused.pk] == State.REFUSED


@pytest.mark.django_db(transaction=True)
def test_sweep_goes_on_when_the_broker_closes_the_connection(settings):
    """As django-q2's broker in the database does, outside a transaction."""
    dummy = "django.tasks.backends.dummy.DummyBackend"
    settings.TASKS = {"default": {"BACKEND": dummy}}
    for _ in range(2):
        issued(at=timezone.now())
    told = []

    def broker(job, **_kwargs):
        told.append(job.pk)
        connection.close()

    job_waiting.connect(broker)
    try:
        assert sweep_left_behind(at=timezone.now()) == 2
    finally:
        job_waiting.disconnect(broker)
    assert len(set(told)) == 2


@pytest.mark.pdf
def test_character_that_no_font_can_draw_goes_to_staff_with_its_reason():
    from dataclasses import replace

    row = ready(facts={"fi": replace(FACTS["fi"], organiser="水 Oy")})
    assert row.state == State.REFUSED
    assert "水" in row.refusal_reason
    assert not CertificateFile.objects.exists()


def test_refused_certificate_is_tried_again_when_staff_ask(drawn):
    row = issued()
    with pytest.raises(NotRefused):
        try_again(certificate=row)
    producing._refuse(row.job, "Fontti puuttui.")
    row.refresh_from_db()
    try_again(certificate=row, at=ISSUED)
    assert produce(certificate_id=row.pk, at=ISSUED)


def test_hosts_hear_when_a_certificate_is_ready_or_refused(
    drawn, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, certificate, signal, **kwargs):
        heard.append((signal, certificate))

    certificate_ready.connect(listen)
    certificate_refused.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        good, bad = issued(), issued()
    assert [(signal, row) for signal, row in heard] == [
        (certificate_ready, good),
        (certificate_ready, bad),
    ]


def test_unknown_certificate_is_nothing_to_do():
    assert not produce(certificate_id=0)


def test_storage_without_paths_gets_the_bytes_in_one_piece(settings):
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    filing.store("certificates/x/fi.pdf", b"first")
    filing.store("certificates/x/fi.pdf", b"second")
    with filing.read("certificates/x/fi.pdf") as stored:
        assert stored.read() == b"second"


def test_sweep_forgets_who_asked_for_wrong_codes_long_ago():
    now = timezone.now()
    count_miss(client="a", at=now - timedelta(days=2))
    count_miss(client="b", at=now)
    sweep.call()
    assert MissWindow.objects.get().client == "b"
