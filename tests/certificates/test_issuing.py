"""Issuing: once per key, everything in one transaction, refusals by name."""

from dataclasses import replace

import pytest
from django.db import transaction

from certificates.enums import Basis, Event, JobState, State, Status
from certificates.exceptions import (
    AlreadyGranted,
    AlreadyWithdrawn,
    MissingFacts,
    NotRefused,
    StatusConflict,
    TemplateNotPublished,
    UnprintableName,
    UnprintableText,
)
from certificates.facts import Count, to_json
from certificates.models import Certificate, IssueJob, PartnerGrant, StatusEvent
from certificates.numbering import parse_code
from certificates.services import inserting
from certificates.services.correcting import correct_refused
from certificates.services.sharing import (
    GrantTerms,
    grant_to_partner,
    withdraw_grant,
)
from certificates.signals import certificate_refused
from tests.certificates.factories import (
    FACTS,
    ISSUED,
    PartnerFactory,
    TemplateVersionFactory,
    UserFactory,
    issued,
)

pytestmark = pytest.mark.django_db


def terms(partner, **changes):
    values = {"basis": Basis.CONSENT, "purpose": "Näytä työnantajalle."}
    return GrantTerms(partner=partner, **values | changes)


def test_issue_writes_everything_the_certificate_needs():
    user, partner = UserFactory(), PartnerFactory()
    row = issued(
        recipient=user,
        languages=["sv", "fi"],
        collection="course:1",
        grants=[terms(partner)],
        by=user,
    )
    row.refresh_from_db()
    assert parse_code(row.code) == row.code
    assert row.facts == {"sv": to_json(FACTS["sv"]), "fi": to_json(FACTS["fi"])}
    assert row.languages == ["sv", "fi"]
    assert (row.state, row.status) == (State.PENDING, Status.IN_FORCE)
    assert (row.issued_at, row.collection, row.recipient) == (ISSUED, "course:1", user)
    assert row.events.get().kind == Event.ISSUED
    assert row.grants.get().partner == partner
    assert row.job.state == JobState.WAITING


def test_second_call_with_the_same_key_returns_the_first_certificate():
    first = issued(issue_key="completion:1")
    second = issued(issue_key="completion:1", name="Joku Muu")
    assert second == first
    assert second.printed_name == first.printed_name
    assert (Certificate.objects.count(), StatusEvent.objects.count()) == (1, 1)


def test_nothing_is_written_or_enqueued_when_the_transaction_is_rolled_back(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as callbacks:
        try:
            with transaction.atomic():
                issued()
                raise RuntimeError
        except RuntimeError:
            pass
    assert callbacks == []
    assert Certificate.objects.count() == IssueJob.objects.count() == 0


def test_work_is_handed_over_only_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        issued()
    assert len(callbacks) == 1


def test_draft_template_can_not_issue():
    version = TemplateVersionFactory(published_at=None)
    with pytest.raises(TemplateNotPublished):
        issued(template_version=version)


@pytest.mark.parametrize("languages", [[], ["de"], ["fi", "de"]])
def test_language_without_facts_is_refused(languages):
    with pytest.raises(MissingFacts):
        issued(languages=languages)


def test_taken_code_or_index_is_replaced_by_a_free_one(monkeypatch):
    first = issued()
    codes = iter([first.code, first.code, "7K4MX2QD9TRBW3HC5"])
    monkeypatch.setattr(inserting, "new_code", lambda: next(codes))
    assert issued().code == "7K4MX2QD9TRBW3HC5"


def test_new_status_list_is_begun_when_the_last_one_is_full(monkeypatch):
    first = issued()
    index = first.revocation_index
    monkeypatch.setattr(inserting.secrets, "randbelow", lambda size: index)
    second = issued()
    assert (second.revocation_list, second.revocation_index) == (2, index)


def test_status_indexes_tell_nothing_about_the_order_of_issue():
    rows = [issued() for _ in range(12)]
    indexes = [row.revocation_index for row in rows]
    assert indexes != sorted(indexes)
    assert indexes != [row.suspension_index for row in rows]


@pytest.mark.parametrize("name", ["水野", "Aino \u202eRautio", "", "x" * 121, "a\0b"])
def test_unprintable_name_never_stops_the_issue_but_shows_in_the_queue(name):
    row = issued(name=name)
    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert row.refusal_reason
    assert row in Certificate.objects.refused()
    assert not IssueJob.objects.filter(certificate=row).exists()


def test_staff_correct_a_refused_name_and_the_work_begins():
    row = correct_refused(certificate=issued(name="水野"), name="Mizuno")
    row.refresh_from_db()
    assert (row.printed_name, row.state, row.refusal_reason) == (
        "Mizuno",
        State.PENDING,
        "",
    )
    assert row.job.state == JobState.WAITING


@pytest.mark.parametrize(
    "change",
    [
        {"learner_organisation": "Rantaharju 🚀 ry"},
        {"innovation": "水"},
        {"outcomes": ("Kuvaa \u200bratkaisun.",)},
        {"counts": (Count(value="27 h", label="työtä 🚀"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_text_that_can_not_be_printed_goes_to_staff_with_its_characters(change):
    facts = {"fi": replace(FACTS["fi"], **change)}
    row = issued(facts=facts)
    assert row.state == State.REFUSED
    assert any(bad in row.refusal_reason for bad in ("🚀", "水", "U+200B"))
    assert row.facts["fi"] == to_json(facts["fi"])


def test_every_reason_of_a_refusal_is_named():
    row = issued(
        name="水野", facts={"fi": replace(FACTS["fi"], innovation="Työpari 🚀")}
    )
    assert all(bad in row.refusal_reason for bad in "水野🚀")


def test_refusal_at_issue_is_announced_after_commit(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, certificate, **kwargs):
        heard.append(certificate)

    certificate_refused.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            row = issued(name="水野")
            assert heard == []
    finally:
        certificate_refused.disconnect(listen)
    assert heard == [row]


def test_staff_correct_a_refused_text_and_the_rest_stays():
    facts = {
        "fi": replace(FACTS["fi"], innovation="Työpari 🚀"),
        "sv": FACTS["sv"],
    }
    row = issued(facts=facts, languages=["fi", "sv"])
    texts = {"fi": {"innovation": "Työpari", "outcomes.0": ""}}
    correct_refused(certificate=row, name=row.printed_name, texts=texts)
    row.refresh_from_db()
    assert row.state == State.PENDING
    now = row.facts_in("fi")
    assert now.innovation == "Työpari"
    assert now.outcomes == FACTS["fi"].outcomes[1:]
    assert (
        replace(now, innovation=facts["fi"].innovation, outcomes=facts["fi"].outcomes)
        == (facts["fi"])
    )
    assert row.facts_in("sv") == FACTS["sv"]


def test_corrected_text_must_be_printable_too():
    row = issued(facts={"fi": replace(FACTS["fi"], innovation="Työpari 🚀")})
    with pytest.raises(UnprintableText, match="🛸"):
        correct_refused(
            certificate=row,
            name=row.printed_name,
            texts={"fi": {"innovation": "Työpari 🛸"}},
        )
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_name_of_a_certificate_that_was_not_refused_can_not_be_corrected():
    with pytest.raises(NotRefused):
        correct_refused(certificate=issued(), name="Toinen")


def test_correction_must_be_printable_too():
    with pytest.raises(UnprintableName):
        correct_refused(certificate=issued(name="水野"), name="野")


def test_new_certificate_closes_the_one_it_supersedes():
    old = issued()
    new = issued(supersedes=old, name="Aino Lehto")
    old.refresh_from_db()
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, new)
    assert old.events.last().kind == Event.SUPERSEDED


def test_closed_certificate_can_not_be_superseded_and_nothing_is_written():
    old = issued()
    Certificate.objects.filter(pk=old.pk).update(status=Status.REVOKED)
    with pytest.raises(StatusConflict):
        issued(supersedes=old)
    assert Certificate.objects.count() == 1


def test_partner_has_one_grant_in_force_and_a_new_one_after_withdrawal():
    row, partner = issued(), PartnerFactory()
    grant = grant_to_partner(certificate=row, terms=terms(partner))
    with pytest.raises(AlreadyGranted):
        grant_to_partner(certificate=row, terms=terms(partner))
    withdraw_grant(grant=grant)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_grant(grant=grant)
    again = grant_to_partner(certificate=row, terms=terms(partner))
    assert PartnerGrant.objects.in_force(again.given_at).get() == again


def test_facts_do_not_follow_what_the_host_changes_later():
    facts = dict(FACTS)
    row = issued(facts=facts)
    facts["fi"] = replace(FACTS["fi"], course="Toinen")
    row.refresh_from_db()
    assert row.facts_in("fi").course == FACTS["fi"].course


def test_facts_in_a_language_that_was_not_issued_are_those_of_the_first():
    assert issued(languages=["sv"]).facts_in("en") == FACTS["sv"]
