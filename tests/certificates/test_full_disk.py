"""A disk that ends in the middle of a file, as the kernel says it and not a stand-in."""

import resource
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from certificates import filing
from certificates.enums import JobState, State
from certificates.services import producing
from certificates.services.producing import produce
from tests.certificates.conftest import made
from tests.certificates.factories import issued

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@contextmanager
def room_for(size):
    """No file of this process grows beyond that; the database is smaller."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_file_that_does_not_fit_leaves_nothing_and_is_made_when_there_is_room(
    monkeypatch,
):
    large = made(b"%PDF-" + bytes(65 * MEGABYTE))
    monkeypatch.setattr(producing, "make_file", lambda **asked: large)
    row, before = issued(), set(stored())
    with room_for(64 * MEGABYTE):
        assert not produce(certificate_id=row.pk)
    row.refresh_from_db()
    assert row.state == State.PENDING
    assert row.job.state == JobState.WAITING
    assert "too large" in row.job.last_error
    assert not row.files.exists()
    assert set(stored()) == before
    assert produce(certificate_id=row.pk, at=row.job.next_attempt_at)
    assert filing.digest_of(row.files.get().storage_key) == large.sha256


def stored():
    """Whatever is in the store, half files too."""
    return filing.stored_before(timezone.now() + timedelta(minutes=1))
