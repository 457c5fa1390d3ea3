"""The holder's way out: withdrawing, and erasing what is personal."""

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from certificates import filing
from certificates.enums import Status
from certificates.exceptions import StatusConflict
from certificates.models import Certificate
from certificates.services import producing
from certificates.services.erasing import erase_certificate
from certificates.services.producing import produce
from certificates.services.reissuing import reissue_certificate
from certificates.services.sharing import GrantTerms
from certificates.services.status import revoke_certificate, withdraw_certificate
from tests.certificates.conftest import made
from tests.certificates.factories import PartnerFactory, UserFactory, issued, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]
WHO = ("user", "by", "given_by")


def every_text_of(certificate):
    """All that the rows of a certificate hold, as one text."""
    rows = [certificate, *certificate.files.all(), *certificate.events.all()]
    return repr(
        [
            [getattr(row, field.attname) for field in row._meta.concrete_fields]
            for row in rows
        ]
    )


def test_erasure_leaves_nothing_of_the_person_and_the_code_goes_on_answering(
    client, django_capture_on_commit_callbacks
):
    row = ready(recipient=UserFactory())
    key = row.files.get().storage_key
    with django_capture_on_commit_callbacks(execute=True):
        erase_certificate(certificate=row, by=None)
    held = every_text_of(row)
    for personal in ("Rautio", "Rantaharjun", "Työpari", "@"):
        assert personal not in held
    assert row.recipient is None
    assert not filing.storage().exists(key)
    assert row.files.get().sha256
    answer = client.get(
        reverse("valmentamo_certificates:verify", args=[row.printed_code])
    )
    assert answer.status_code == 200
    assert "Rautio" not in answer.text


def test_erasure_leaves_no_row_that_leads_to_the_holders_account(client):
    holder, staff = UserFactory(), UserFactory()
    terms = GrantTerms(partner=PartnerFactory(), basis="consent", purpose="Työ.")
    row = ready(recipient=holder, grants=[terms], by=holder)
    client.force_login(holder)
    client.get(reverse("valmentamo_certificates:download", args=[row.code, "fi"]))
    assert row.downloads.get().user == holder
    withdraw_certificate(certificate=row, by=holder)
    erase_certificate(certificate=row, by=staff)
    rows = [*row.downloads.all(), *row.events.all(), *row.grants.all()]
    acted = {getattr(r, name) for r in rows for name in WHO if hasattr(r, name)}
    assert acted == {None, staff}


def test_file_that_was_being_made_during_the_erasure_is_not_kept(monkeypatch):
    row = issued(recipient=UserFactory())
    stored = []

    def make(**kwargs):
        erase_certificate(certificate=Certificate.objects.get(pk=row.pk), by=None)
        return made(b"%PDF Aino Rautio")

    def store(key, data):
        stored.append(key)
        keep(key, data)

    keep = filing.store
    monkeypatch.setattr(producing, "make_file", make)
    monkeypatch.setattr(filing, "store", store)
    produce(certificate_id=row.pk)
    assert not row.files.exists()
    assert stored
    assert not any(filing.storage().exists(key) for key in stored)


def test_rows_are_guarded_again_after_an_erasure():
    row = ready()
    erase_certificate(certificate=row, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Certificate).filter(pk=row.pk).update(printed_name="Somebody")


def test_what_was_erased_is_not_erased_twice():
    row = ready()
    erase_certificate(certificate=row, by=None)
    with pytest.raises(StatusConflict):
        erase_certificate(certificate=row, by=None)


def test_even_a_revoked_certificate_can_be_erased():
    row = ready()
    revoke_certificate(certificate=row, reason_code="technical", by=None)
    erase_certificate(certificate=row, by=None)
    assert row.status == Status.ERASED


@pytest.fixture
def held(client):
    row = ready(recipient=UserFactory())
    client.force_login(row.recipient)
    return row


def test_holder_is_asked_once_more_and_withdraws(client, held):
    address = reverse("valmentamo_certificates:withdraw", args=[held.printed_code])
    assert client.get(address).status_code == 200
    held.refresh_from_db()
    assert held.status == Status.IN_FORCE
    client.post(address)
    held.refresh_from_db()
    assert held.status == Status.WITHDRAWN
    file = reverse("valmentamo_certificates:download", args=[held.printed_code, "fi"])
    assert client.get(file).status_code == 410


def test_nobody_else_withdraws_a_certificate(client, held):
    client.force_login(UserFactory())
    address = reverse("valmentamo_certificates:withdraw", args=[held.printed_code])
    assert client.post(address).status_code == 404


def test_replaced_certificate_leads_on_only_for_the_new_holders_family_name(client):
    old = ready(name="Aino Rautio")
    new = ready(name="Mikko Lehto", supersedes=old)
    address = reverse("valmentamo_certificates:verify", args=[old.printed_code])
    assert new.printed_code not in client.get(address).text
    wrong = client.post(address, {"family_name": "Rautio"})
    assert wrong.status_code == 422
    assert new.printed_code not in wrong.text
    assert new.printed_code in client.post(address, {"family_name": "Lehto"}).text


def test_replaced_certificate_does_not_lead_to_one_that_is_not_public(client):
    old = ready()
    issued(supersedes=old)
    address = reverse("valmentamo_certificates:verify", args=[old.printed_code])
    assert "family_name" not in client.get(address).text


def test_line_of_corrections_leads_to_its_last_one(client):
    first = ready(name="Aino Rautio")
    second = ready(name="Aino Rautio", supersedes=first)
    third = reissue_certificate(certificate=second, name="Aino Lehto", by=None)
    Certificate.objects.filter(pk=third.pk).update(state="ready")
    address = reverse("valmentamo_certificates:verify", args=[first.printed_code])
    assert third.printed_code in client.post(address, {"family_name": "Lehto"}).text
