"""Turning a status: one event, possible turns only, one winner."""

import pytest
from django.db import IntegrityError, transaction

from certificates.doors import TURNS
from certificates.enums import Event, Reason, Status
from certificates.exceptions import StatusConflict, UnknownReason
from certificates.models import Certificate
from certificates.services.status import (
    change_status,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
)
from certificates.signals import certificate_revoked, certificate_status_changed
from tests.certificates.factories import UserFactory, issued
from valmentamo.guarding import FrozenRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("event", TURNS)
@pytest.mark.parametrize("status", Status)
def test_event_is_possible_only_from_the_statuses_in_the_table(event, status):
    row = issued()
    Certificate.objects.filter(pk=row.pk).update(status=status)
    before, after = TURNS[event]
    if status in before:
        change_status(certificate=row, event=event, by=None)
        row.refresh_from_db()
        assert row.status == after
        assert row.events.order_by("pk").last().kind == event
    else:
        with pytest.raises(StatusConflict):
            change_status(certificate=row, event=event, by=None)
        assert row.events.count() == 1


def test_second_of_two_people_who_revoke_is_refused():
    row = issued()
    stale = Certificate.objects.get(pk=row.pk)
    revoke_certificate(certificate=row, reason_code=Reason.TECHNICAL, by=None)
    with pytest.raises(StatusConflict):
        revoke_certificate(certificate=stale, reason_code=Reason.CORRECTED, by=None)
    assert row.events.filter(kind=Event.REVOKED).count() == 1


@pytest.mark.parametrize("reason", ["", "the wrong person", "name_changed"])
def test_reason_outside_the_neutral_list_is_refused(reason):
    row = issued()
    with pytest.raises(UnknownReason):
        revoke_certificate(certificate=row, reason_code=reason, by=None)
    row.refresh_from_db()
    assert row.status == Status.IN_FORCE


def test_actor_and_time_are_kept():
    user, row = UserFactory(), issued()
    suspend_certificate(certificate=row, by=user, at=row.issued_at)
    resume_certificate(certificate=row, by=user, at=row.issued_at)
    last = row.events.order_by("pk").last()
    assert (last.by, last.at, last.kind) == (user, row.issued_at, Event.RESUMED)


def test_hosts_hear_of_a_revocation_after_commit(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, certificate, event, signal, **kwargs):
        heard.append((signal, certificate, event.kind))

    certificate_revoked.connect(listen)
    certificate_status_changed.connect(listen)
    row = issued()
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(certificate=row, reason_code=Reason.TECHNICAL, by=None)
        assert heard == []
    assert heard == [
        (certificate_status_changed, row, "revoked"),
        (certificate_revoked, row, "revoked"),
    ]


def test_person_may_leave_and_the_certificate_stays():
    user = UserFactory()
    row = issued(recipient=user, by=user)
    user.delete()
    row.refresh_from_db()
    assert row.recipient is None
    assert row.events.get().by is None


def test_status_always_agrees_with_the_last_event():
    row = issued()
    suspend_certificate(certificate=row, by=None)
    resume_certificate(certificate=row, by=None)
    revoke_certificate(certificate=row, reason_code=Reason.TECHNICAL, by=None)
    status = Status.IN_FORCE
    for event in row.events.order_by("pk")[1:]:
        status = TURNS[Event(event.kind)][1]
    row.refresh_from_db()
    assert row.status == status


def test_what_is_closed_for_good_is_not_opened_below_the_service():
    certificate = issued()
    revoke_certificate(
        certificate=certificate, reason_code=Reason.WRONG_GROUNDS, by=None
    )
    row = Certificate.objects.filter(pk=certificate.pk)
    for status in set(Status) - {Status.REVOKED, Status.ERASED}:
        with pytest.raises((IntegrityError, FrozenRow)), transaction.atomic():
            row.update(status=status)
    assert row.get().status == Status.REVOKED
