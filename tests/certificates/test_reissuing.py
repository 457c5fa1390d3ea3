"""Corrections in the place of a certificate, renewals beside it, reminders of the end."""

from datetime import timedelta

import pytest

from certificates.enums import Basis, State, Status
from certificates.exceptions import (
    NotRenewable,
    StatusConflict,
    UnprintableName,
    UnprintableText,
)
from certificates.models import Certificate
from certificates.services.expiring import remind_of_expiry
from certificates.services.reissuing import reissue_certificate, renew_certificate
from certificates.services.sharing import (
    GrantTerms,
    grant_to_partner,
    withdraw_grant,
)
from certificates.services.status import revoke_certificate
from certificates.signals import certificate_expiring
from tests.certificates.factories import ISSUED, PartnerFactory, UserFactory, issued

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
LATER = ISSUED + timedelta(days=30)


def public(**changes):
    """Issued and ready, with no file drawn: these rules never open one."""
    certificate = issued(**changes)
    Certificate.objects.filter(pk=certificate.pk).update(state=State.READY)
    certificate.refresh_from_db()
    return certificate


def test_correction_supersedes_and_keeps_what_was_not_corrected():
    old = public(recipient=UserFactory(), collection="cohort:1")
    new = reissue_certificate(
        certificate=old,
        name="Aino Áilu Rautio-Mäki",
        texts={"fi": {"organiser": "Harjuseudun keskus"}},
        by=None,
        at=LATER,
    )
    old.refresh_from_db()
    assert old.status == Status.SUPERSEDED
    assert (new.supersedes, new.recipient, new.collection) == (
        old,
        old.recipient,
        "cohort:1",
    )
    assert new.printed_name == "Aino Áilu Rautio-Mäki"
    assert new.facts == {
        "fi": old.facts["fi"] | {"organiser": "Harjuseudun keskus"},
    }


def test_correcting_twice_gives_the_first_correction():
    old = public()
    first = reissue_certificate(certificate=old, name="Aino Rautio", by=None)
    second = reissue_certificate(certificate=old, name="Someone Else", by=None)
    assert first == second
    assert second.printed_name == "Aino Rautio"


def test_shares_go_over_to_the_correction_on_the_terms_that_were_shown():
    old, kept, ended = public(), PartnerFactory(), PartnerFactory()
    for partner in (kept, ended):
        terms = GrantTerms(partner=partner, basis=Basis.CONSENT, purpose="Why")
        grant = grant_to_partner(certificate=old, terms=terms, at=ISSUED)
    withdraw_grant(grant=grant, at=ISSUED)
    new = reissue_certificate(certificate=old, by=None, at=LATER)
    assert list(new.grants.values_list("partner", "basis", "purpose")) == [
        (kept.pk, Basis.CONSENT, "Why")
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "Aino \u202eoituaR"}, UnprintableName),
        ({"texts": {"fi": {"organiser": "\u2460\U0001f600"}}}, UnprintableText),
    ],
)
def test_correction_that_can_not_be_printed_closes_nothing(changes, refusal):
    old = public()
    with pytest.raises(refusal):
        reissue_certificate(certificate=old, by=None, **changes)
    old.refresh_from_db()
    assert old.status == Status.IN_FORCE


def test_closed_and_unfinished_certificates_are_not_corrected():
    closed = public()
    revoke_certificate(certificate=closed, reason_code="technical", by=None)
    for certificate in (closed, issued()):
        with pytest.raises(StatusConflict):
            reissue_certificate(certificate=certificate, by=None)


def test_renewal_has_a_day_of_its_own_and_leaves_the_old_one_in_force():
    old = public(valid_until=ISSUED + YEAR)
    new = renew_certificate(
        certificate=old, valid_until=ISSUED + 3 * YEAR, by=None, at=ISSUED + 2 * YEAR
    )
    old.refresh_from_db()
    assert (old.status, new.renews) == (Status.IN_FORCE, old)
    assert new.facts_in("fi").issued_on == (ISSUED + 2 * YEAR).date()
    assert new.facts_in("fi").course == old.facts_in("fi").course
    assert renew_certificate(certificate=old, valid_until=None, by=None) == new


def test_only_what_has_an_end_and_is_not_closed_is_renewed():
    endless, closed = public(), public(valid_until=ISSUED + YEAR)
    revoke_certificate(certificate=closed, reason_code="technical", by=None)
    for certificate in (endless, closed):
        with pytest.raises(NotRenewable):
            renew_certificate(certificate=certificate, valid_until=None, by=None)


@pytest.fixture
def reminders(django_capture_on_commit_callbacks):
    """Run the reminder at a moment and tell which days each holder heard of."""
    heard = []

    def hear(sender, certificate, days, **kwargs):
        heard.append((certificate.pk, days))

    certificate_expiring.connect(hear)

    def run(at):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_expiry(at=at)
        return list(heard)

    yield run
    certificate_expiring.disconnect(hear)


def test_holder_is_reminded_once_for_each_term(reminders):
    end = ISSUED + YEAR
    certificate = public(recipient=UserFactory(), valid_until=end)
    heard = [
        reminders(end - timedelta(days=days)) for days in (61, 60, 59, 14, 13, 1, 0)
    ]
    assert heard == [[], [(certificate.pk, 60)], [], [(certificate.pk, 14)], [], [], []]


def test_late_reminder_is_given_once_and_for_the_nearest_term_only(reminders):
    end = ISSUED + YEAR
    certificate = public(recipient=UserFactory(), valid_until=end)
    assert reminders(end - timedelta(days=10)) == [(certificate.pk, 10)]
    assert reminders(end - timedelta(days=9)) == []


def test_nobody_is_reminded_of_what_was_renewed_or_closed(reminders):
    end = ISSUED + YEAR
    renewed = public(recipient=UserFactory(), valid_until=end)
    renew_certificate(certificate=renewed, valid_until=end + YEAR, by=None, at=LATER)
    closed = public(recipient=UserFactory(), valid_until=end)
    revoke_certificate(certificate=closed, reason_code="technical", by=None)
    public(recipient=None, valid_until=end)
    assert reminders(end - timedelta(days=10)) == []
