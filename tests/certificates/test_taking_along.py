"""What a holder takes elsewhere, and what programs are told on the public page."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.credentials.signing import make_credential
from certificates.europass import learning_model
from certificates.linkedin import linkedin_url
from certificates.models import CertificateFile
from certificates.services.status import (
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.tokens import name_token

from .factories import UserFactory, issued

KINDS = ("credential.json", "badge.svg", "badge.png", "europass-unsigned.json")


@pytest.fixture
def certificate(db):
    row = issued(recipient=UserFactory())
    CertificateFile.objects.create(
        certificate=row,
        language="fi",
        storage_key="nowhere",
        sha256="0" * 64,
        size=1,
        stored_at=timezone.now(),
        credential=make_credential(row, "fi").document,
    )
    type(row).objects.filter(pk=row.pk).update(state="ready")
    row.refresh_from_db()
    return row


def ask(client, certificate, kind):
    address = [certificate.printed_code, "fi", kind]
    return client.get(reverse("valmentamo_certificates:export", args=address))


def page(client, code, accept="application/json", **query):
    address = reverse("valmentamo_certificates:verify", args=[code])
    return client.get(address, query, headers={"accept": accept})


@pytest.mark.parametrize("kind", KINDS)
def test_holder_gets_each_form_as_a_file_and_others_get_none(client, certificate, kind):
    client.force_login(UserFactory())
    assert ask(client, certificate, kind).status_code == 404
    client.force_login(certificate.recipient)
    answer = ask(client, certificate, kind)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert certificate.downloads.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_is_given_of_a_revoked_certificate(client, certificate, kind):
    revoke_certificate(certificate=certificate, reason_code="technical", by=None)
    client.force_login(certificate.recipient)
    assert ask(client, certificate, kind).status_code == 410


def test_form_that_does_not_exist_is_not_found(client, certificate):
    client.force_login(certificate.recipient)
    assert ask(client, certificate, "badge.gif").status_code == 404


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_other_library_finds_the_credential_in_the_badge(client, certificate, kind):
    baking = pytest.importorskip("openbadgeslib.baking", reason="No openbadgeslib.")
    client.force_login(certificate.recipient)
    data = ask(client, certificate, f"badge.{kind}").content
    if kind == "png":
        text = baking.extract_png(data, keyword=b"openbadgecredential")
    else:
        text = baking.extract_svg(
            data, element="openbadges:credential", text_fallback=True
        )
    assert json.loads(text) == certificate.files.get().credential


def test_baked_png_is_a_whole_picture(client, certificate):
    image = pytest.importorskip("PIL.Image", reason="No Pillow.")
    import io

    client.force_login(certificate.recipient)
    picture = image.open(io.BytesIO(ask(client, certificate, "badge.png").content))
    picture.load()
    assert picture.size == (400, 400)
    assert "openbadgecredential" in picture.info


def test_europass_file_has_no_signature_and_the_facts_of_the_certificate(certificate):
    credential = learning_model(certificate, "fi")["credential"]
    assert "proof" not in credential
    claim = credential["credentialSubject"]["hasClaim"]
    facts = certificate.facts_in("fi")
    assert claim["title"]["fi"] == facts.course
    assert claim["specifiedBy"]["volumeOfLearning"] == "PT27H"
    outcomes = [one["title"]["fi"] for one in claim["specifiedBy"]["learningOutcome"]]
    assert outcomes == list(facts.outcomes)


def test_link_to_linkedin_tells_the_course_and_the_address_to_check(certificate):
    link = linkedin_url(certificate, "fi")
    assert link.startswith("https://www.linkedin.com/profile/add?")
    assert f"certId={certificate.printed_code}" in link


def test_program_is_told_state_and_facts_and_no_name(client, certificate):
    answer = page(client, certificate.printed_code)
    data = answer.json()
    assert (answer.status_code, data["state"], data["hours"]) == (200, "valid", 27)
    assert {place["purpose"] for place in data["status_lists"]} == {
        "revocation",
        "suspension",
    }
    assert "credential" not in data
    assert "Rautio" not in answer.text


def test_program_with_the_token_is_told_where_the_credential_is(client, certificate):
    token = name_token(certificate.code)
    told = page(client, certificate.printed_code, k=token).json()["credential"]
    path = told.removeprefix("https://valmentamo.example")
    told = json.loads(client.get(path).content)
    assert told == certificate.files.get().credential


@pytest.mark.parametrize(
    ("close", "told"),
    [
        (
            lambda row: revoke_certificate(
                certificate=row, reason_code="technical", by=None
            ),
            {"state": "revoked", "reason": "technical"},
        ),
        (
            lambda row: suspend_certificate(certificate=row, by=None),
            {"state": "suspended", "reason": "under_review"},
        ),
        (
            lambda row: withdraw_certificate(certificate=row, by=None),
            {"state": "withdrawn"},
        ),
    ],
)
def test_program_is_told_that_a_certificate_is_closed(client, certificate, close, told):
    close(certificate)
    answer = page(client, certificate.printed_code, k=name_token(certificate.code))
    assert answer.status_code == 410
    data = answer.json()
    assert {name: data.get(name) for name in told} == told
    assert "training" not in data


def test_program_is_told_that_a_code_is_unknown(client, db):
    answer = page(client, "0000-0000-0000-0000-0")
    assert (answer.status_code, answer.json()) == (404, {"state": "unknown"})


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/json;q=0.9"])
def test_browser_gets_the_page(client, certificate, accept):
    answer = page(client, certificate.printed_code, accept=accept)
    assert answer["Content-Type"].startswith("text/html")
