"""What is stored is what was issued: nothing half, nothing overwritten, nothing astray."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import filing
from certificates.enums import JobState, State
from certificates.exceptions import KeyMissing
from certificates.models import CertificateFile, IssueJob
from certificates.querysets import LEASE
from certificates.services import producing
from certificates.services.auditing import YOUNG, sweep_orphans
from certificates.services.erasing import erase_certificate
from certificates.services.producing import MACHINE_PAUSE, MOST_ATTEMPTS, produce
from tests.certificates.conftest import made
from tests.certificates.factories import ISSUED, issued, ready

pytestmark = pytest.mark.django_db


def path_of(key):
    return Path(filing.storage().path(key))


def stored_keys():
    return set(filing.stored_before(timezone.now() + timedelta(minutes=1)))


@pytest.fixture
def astray():
    """A file that no row names, as a dead worker leaves it; old enough to be swept."""
    keys = ("certificates/00/x/fi-0.pdf", "certificates/00/x/fi-0.pdf.9.part")
    for key in keys:
        path = path_of(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF half")
        old = (timezone.now() - 2 * YOUNG).timestamp()
        os.utime(path, (old, old))
    yield keys
    for key in keys:
        path_of(key).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), KeyMissing("The key is away.")],
    ids=["full disk", "no key"],
)
def test_fault_of_the_machine_is_waited_out_and_never_counted(
    drawn, monkeypatch, error
):
    row, at = issued(), ISSUED

    def fail(*args, **kwargs):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(producing, "make_file", fail)
        for _ in range(MOST_ATTEMPTS + 2):
            assert not produce(certificate_id=row.pk, at=at)
            job = IssueJob.objects.get(certificate=row)
            assert (job.state, job.attempts) == (JobState.WAITING, 0)
            assert job.next_attempt_at == at + MACHINE_PAUSE
            at = job.next_attempt_at
    assert produce(certificate_id=row.pk, at=at)


def test_slow_worker_finds_the_other_ones_file_and_takes_its_own_away(monkeypatch):
    row = issued()
    before = stored_keys()

    def make(data):
        return lambda **kwargs: made(data)

    def slow(**kwargs):
        monkeypatch.setattr(producing, "make_file", make(b"%PDF by the second"))
        assert produce(certificate_id=row.pk, at=ISSUED + LEASE)
        return made(b"%PDF by the first")

    monkeypatch.setattr(producing, "make_file", slow)
    assert produce(certificate_id=row.pk, at=ISSUED)
    (file,) = row.files.all()
    with filing.read(file.storage_key) as stored:
        assert stored.read() == b"%PDF by the second"
    assert stored_keys() - before == {file.storage_key}


def test_last_attempt_of_a_living_worker_is_not_called_a_failure(drawn):
    row = issued()
    IssueJob.objects.filter(certificate=row).update(
        state=JobState.WORKING, attempts=MOST_ATTEMPTS, started_at=ISSUED
    )
    assert not produce(certificate_id=row.pk, at=ISSUED + LEASE / 2)
    row.refresh_from_db()
    assert row.state == State.PENDING
    assert not produce(certificate_id=row.pk, at=ISSUED + LEASE)
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_sweep_takes_files_that_no_row_names_and_leaves_the_rest(drawn, astray):
    row = ready()
    path = path_of(row.files.get().storage_key)
    young = path.with_name("fi-young.pdf")
    young.write_bytes(b"%PDF")
    old = (timezone.now() - 2 * YOUNG).timestamp()
    os.utime(path, (old, old))
    sweep_orphans()
    assert [path_of(key).exists() for key in astray] == [False, False]
    assert (path.exists(), young.exists()) == (True, True)
    young.unlink()


def test_file_that_was_made_while_its_certificate_was_erased_is_swept(drawn):
    row = ready()
    path = path_of(row.files.get().storage_key)
    erase_certificate(certificate=row, by=None)
    path.write_bytes(b"%PDF")
    old = (timezone.now() - 2 * YOUNG).timestamp()
    os.utime(path, (old, old))
    sweep_orphans()
    assert not path.exists()


def test_audit_names_lost_and_changed_files_and_mends_nothing(drawn, capsys):
    good, lost, changed = (ready().files.get() for _ in range(3))
    path_of(lost.storage_key).unlink()
    path_of(changed.storage_key).write_bytes(b"%PDF other")
    with pytest.raises(CommandError, match="2 files"):
        call_command("audit_certificate_files")
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == ["lost", "changed"]
    assert good.storage_key not in "".join(told)
    assert not path_of(lost.storage_key).exists()
    assert CertificateFile.objects.count() == 3


def test_audit_is_silent_about_good_and_erased_certificates(
    drawn, capsys, django_capture_on_commit_callbacks
):
    ready()
    with django_capture_on_commit_callbacks(execute=True):
        erase_certificate(certificate=ready(), by=None)
    call_command("audit_certificate_files")
    assert "as it was issued" in capsys.readouterr().out
