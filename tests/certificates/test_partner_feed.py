"""The numbered changes of a partner: in order, none skipped, none told that should not be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates import feed
from certificates.models import PartnerChange
from certificates.services.disclosing import forget_old_lines
from certificates.services.producing import produce
from certificates.services.sharing import grant_to_partner, withdraw_grant
from certificates.services.status import (
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.services.telling import tell_of_ends
from tests.certificates.factories import issued, ready
from tests.certificates.partners import DAY, PartnerCast, bearer, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


@pytest.fixture
def cast():
    return PartnerCast()


def told(partner, since=0):
    page = feed.read(partner, since=since, at=timezone.now())
    return [(line.number, line.kind) for line in page.lines]


def test_partner_is_told_when_the_files_are_ready_and_not_before(cast, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("certificates.services.jobs.enqueue", lambda job: None)
        row = issued(grants=[cast.terms()], at=timezone.now())
    assert told(cast.partner) == [(1, "available")]
    produce(certificate_id=row.pk)
    assert told(cast.partner) == [(1, "available"), (2, "available")]


def revoke(row):
    revoke_certificate(certificate=row, reason_code="technical", by=None)


def suspend(row):
    suspend_certificate(certificate=row, by=None)


def supersede(row):
    issued(supersedes=row, at=timezone.now())


def withdraw(row):
    withdraw_certificate(certificate=row, by=None)


CLOSED_EARLY = [
    (revoke, ["available", "revoked"]),
    (suspend, ["available", "suspended"]),
    (supersede, ["available", "superseded"]),
    (withdraw, []),
]


@pytest.mark.parametrize(("close", "kinds"), CLOSED_EARLY)
def test_what_is_closed_before_its_files_are_ready_is_told_as_closed(
    cast, close, kinds
):
    row = issued(grants=[cast.terms()], at=timezone.now())
    close(row)
    assert told(cast.partner, 1) == []
    produce(certificate_id=row.pk)
    assert [kind for _number, kind in told(cast.partner, 1)] == kinds


@pytest.mark.parametrize(("close", "kinds"), CLOSED_EARLY)
def test_what_was_closed_before_it_was_shared_is_told_as_closed(cast, close, kinds):
    row = ready(at=timezone.now() - DAY)
    close(row)
    grant_to_partner(certificate=row, terms=cast.terms())
    assert [kind for _number, kind in told(cast.partner, 1)] == kinds


def test_what_expired_long_before_it_was_shared_is_told_as_expired_once(cast):
    past = timezone.now() - 90 * DAY
    row = ready(at=past - DAY, valid_until=past)
    grant_to_partner(certificate=row, terms=cast.terms())
    assert told(cast.partner, 1) == [(2, "available"), (3, "expired")]
    assert tell_of_ends() == 0


def test_end_of_a_grant_never_tells_of_a_certificate_that_was_withdrawn_unseen(cast):
    soon = timezone.now() + timedelta(minutes=5)
    row = issued(grants=[cast.terms(until=soon)], at=timezone.now())
    withdraw(row)
    produce(certificate_id=row.pk)
    assert tell_of_ends(at=soon) == 0
    withdraw_grant(grant=row.grants.get())
    assert told(cast.partner, 1) == []


def test_each_turn_has_its_line_and_each_partner_its_own_numbers(cast):
    suspend_certificate(certificate=cast.row, by=None)
    resume_certificate(certificate=cast.row, by=None)
    revoke_certificate(certificate=cast.row, reason_code="technical", by=None)
    kinds = ["available", "suspended", "resumed", "revoked"]
    assert told(cast.partner) == list(enumerate(kinds, start=1))
    assert told(cast.other_partner) == [(1, "available")]


def test_grant_given_later_is_told_and_a_new_one_after_a_withdrawal_too(cast):
    row = ready(at=timezone.now() - DAY)
    grant = grant_to_partner(certificate=row, terms=cast.terms())
    withdraw_grant(grant=grant)
    assert told(cast.partner, 1) == [(3, "gone")]
    grant_to_partner(certificate=row, terms=cast.terms())
    assert told(cast.partner, 1) == [(2, "available"), (3, "gone"), (4, "available")]


@pytest.mark.parametrize("what", ["grant", "certificate"])
def test_what_ends_by_the_clock_is_told_once(cast, what):
    soon = timezone.now() + timedelta(minutes=5)
    if what == "grant":
        cast.shared(grants=[cast.terms(until=soon)])
    else:
        cast.shared(valid_until=soon)
    assert tell_of_ends() == 0
    assert tell_of_ends(at=soon) == 1
    assert tell_of_ends(at=soon + DAY) == 0
    kind = {"grant": "gone", "certificate": "expired"}[what]
    assert PartnerChange.objects.latest("pk").kind == kind


def test_reader_goes_on_from_its_number(client, cast):
    suspend_certificate(certificate=cast.row, by=None)
    headers = bearer(cast.token())
    first = client.get(door("api_changes"), headers=headers).json()
    assert (first["cursor"], first["more"]) == (2, False)
    again = client.get(f"{door('api_changes')}?since=2", headers=headers).json()
    assert again == {"changes": [], "cursor": 2, "more": False}


def test_name_that_is_saved_meanwhile_does_not_turn_the_numbers_back(cast):
    cast.partner.name = "Uusi nimi"
    suspend_certificate(certificate=cast.row, by=None)
    cast.partner.save()
    resume_certificate(certificate=cast.row, by=None)
    numbers = [number for number, _kind in told(cast.partner)]
    assert numbers == [1, 2, 3]
    cast.partner.refresh_from_db()
    assert (cast.partner.name, cast.partner.last_change) == ("Uusi nimi", 3)


def test_long_list_comes_in_pages(cast, monkeypatch):
    suspend_certificate(certificate=cast.row, by=None)
    now = timezone.now()
    page = feed.read(cast.partner, since=0, at=now, most=1)
    assert (page.cursor, page.has_more) == (1, True)
    page = feed.read(cast.partner, since=1, at=now, most=1)
    assert (page.cursor, page.has_more) == (2, False)


@pytest.mark.parametrize("since", [0, 9])
def test_number_whose_next_line_is_dropped_or_never_was_is_refused(client, cast, since):
    suspend_certificate(certificate=cast.row, by=None)
    PartnerChange.objects.filter(number=1).delete()
    response = client.get(
        f"{door('api_changes')}?since={since}", headers=bearer(cast.token())
    )
    assert response.status_code == 410
    assert response.json() == {"error": "cursor_too_old", "cursor": 2}


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "²", "9" * 30])
def test_number_that_is_none_is_said_to_be_wrong(client, cast, since):
    address = f"{door('api_changes')}?since={since}"
    assert client.get(address, headers=bearer(cast.token())).status_code == 400


def test_old_lines_are_forgotten(cast, settings):
    settings.VALMENTAMO_CERTIFICATES_LOG_DAYS = 10
    assert forget_old_lines() == 0
    lines = PartnerChange.objects.count()
    assert forget_old_lines(at=timezone.now() + 11 * DAY) == lines
