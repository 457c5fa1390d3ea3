"""Credentials: signed, complete, private, and refused when anything was changed."""

import base64
import gzip
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from certificates import keys
from certificates.credentials import base58
from certificates.credentials.badges import badge_of
from certificates.credentials.contexts import UndefinedTerm, canonical
from certificates.credentials.identity import did_document
from certificates.credentials.proofs import is_signed_by, sign
from certificates.credentials.signing import make_credential
from certificates.enums import ListPurpose
from certificates.facts import LevelReached
from certificates.models import CertificateFile, PublicKey, StatusList
from certificates.services.keeping_keys import publish_current
from certificates.services.status import (
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.services.status_lists import forms_of, sign_due_lists
from certificates.tokens import name_token
from tests.certificates.factories import FACTS, UserFactory, issued

LEVELS = (
    LevelReached(
        criterion="0b6f1ce4-2a34-4ed4-8ad2-8d6b0c0b9a01",
        name="Tarve",
        level="0b6f1ce4-2a34-4ed4-8ad2-8d6b0c0b9a13",
        value=3,
        label="Vahva",
        levels=(
            ("0b6f1ce4-2a34-4ed4-8ad2-8d6b0c0b9a12", 2, "Riittävä"),
            ("0b6f1ce4-2a34-4ed4-8ad2-8d6b0c0b9a13", 3, "Vahva"),
        ),
    ),
)


@given(data=st.binary(max_size=70))
def test_base_58_comes_back(data):
    assert base58.decode(base58.encode(data)) == data


@pytest.fixture
def certificate(db):
    return issued(
        recipient=UserFactory(email="Aino@Example.org"),
        facts={"fi": replace(FACTS["fi"], levels=LEVELS)},
    )


@pytest.fixture
def signed(certificate):
    return make_credential(certificate, "fi").document


@pytest.fixture
def public_key():
    return keys.credential_key().private.public_key()


def test_signed_credential_holds_under_the_published_key(signed, public_key):
    assert is_signed_by(signed, public_key)


def test_same_rows_give_the_same_credential(certificate, signed):
    assert make_credential(certificate, "fi").document == signed


def test_term_that_no_context_defines_is_refused_and_never_left_unsigned():
    key = keys.credential_key()
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "shoeSize": 43}
    with pytest.raises(UndefinedTerm):
        sign(document, key=key.private, method=key.kid, created=timezone.now())


def test_context_that_is_not_pinned_is_never_fetched():
    with pytest.raises(Exception, match="loading remote context failed"):
        canonical({"@context": ["https://example.org/context.json"], "id": "urn:x"})


def paths(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*path, place))
    else:
        yield path


def changed(document, path):
    copy = json.loads(json.dumps(document))
    at = copy
    for step in path[:-1]:
        at = at[step]
    value = at[path[-1]]
    at[path[-1]] = (not value) if isinstance(value, bool) else f"{value}x"
    return copy


@pytest.mark.django_db
def test_change_of_any_value_is_refused(signed, public_key):
    every = [p for p in paths(signed) if p[0] not in ("@context",)]
    held = [p for p in every if is_signed_by(changed(signed, p), public_key)]
    assert held == []


def test_holder_is_named_by_a_salted_hash_and_by_nothing_else(certificate, signed):
    whole = json.dumps(signed, ensure_ascii=False).lower()
    for personal in ("rautio", "áilu", "aino@example.org", "rantaharjun", "työpari"):
        assert personal not in whole
    identity = signed["credentialSubject"]["identifier"][0]
    import hashlib

    expected = hashlib.sha256(f"aino@example.org{identity['salt']}".encode())
    assert identity["identityHash"] == f"sha256${expected.hexdigest()}"


def test_levels_stand_as_results_of_a_rubric(signed):
    subject = signed["credentialSubject"]
    (described,) = subject["achievement"]["resultDescription"]
    assert [level["name"] for level in described["rubricCriterionLevel"]] == [
        "Riittävä",
        "Vahva",
    ]
    (result,) = subject["result"]
    assert result["resultDescription"] == described["id"]
    assert result["achievedLevel"] == described["rubricCriterionLevel"][1]["id"]


def test_without_an_address_the_page_is_the_subject(db):
    document = badge_of(issued(), "fi", did=keys.did())
    assert document["credentialSubject"]["id"].startswith(
        "https://valmentamo.example/t/"
    )


def bits(document):
    packed = document["credentialSubject"]["encodedList"].removeprefix("u")
    return gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))


def bit(document, index):
    return bits(document)[index // 8] >> (7 - index % 8) & 1


@pytest.mark.parametrize("purpose", list(ListPurpose))
def test_list_shows_an_event_at_once_and_nobody_else_is_closed(certificate, purpose):
    other = issued(template_version=certificate.template_version)
    sign_due_lists()
    if purpose == ListPurpose.REVOCATION:
        revoke_certificate(certificate=certificate, reason_code="technical", by=None)
    else:
        suspend_certificate(certificate=certificate, by=None)
    document, _token = forms_of(purpose=purpose, number=1)
    assert bit(document, getattr(certificate, f"{purpose}_index")) == 1
    assert bit(document, getattr(other, f"{purpose}_index")) == 0
    assert sum(byte.bit_count() for byte in bits(document)) == 1


def test_resumed_certificate_has_its_bit_taken_back(certificate):
    suspend_certificate(certificate=certificate, by=None)
    sign_due_lists()
    resume_certificate(certificate=certificate, by=None)
    document, _token = forms_of(purpose=ListPurpose.SUSPENSION, number=1)
    assert sum(byte.bit_count() for byte in bits(document)) == 0


def test_stored_list_is_given_until_something_changes_and_then_signed_once(certificate):
    assert sign_due_lists() == 2
    assert sign_due_lists() == 0
    stored = StatusList.objects.get(purpose="revocation").document
    assert forms_of(purpose=ListPurpose.REVOCATION, number=1)[0] == stored
    revoke_certificate(certificate=certificate, reason_code="technical", by=None)
    assert sign_due_lists() == 2


def test_list_that_soon_ends_is_signed_anew(certificate):
    sign_due_lists()
    assert sign_due_lists(at=timezone.now() + timedelta(hours=17)) == 2


def test_asking_for_a_list_writes_nothing(certificate, client, own_queries):
    revoke_certificate(certificate=certificate, reason_code="technical", by=None)
    address = reverse("valmentamo_certificates:status_list", args=["revocation", 1])
    with own_queries() as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert {query.split()[0] for query in queries} == {"SELECT"}


def test_list_is_given_as_a_token_to_those_who_ask_for_one(certificate, client):
    address = reverse("valmentamo_certificates:status_list", args=["revocation", 1])
    response = client.get(address, headers={"accept": "application/vc+jwt"})
    assert response["Content-Type"] == "application/vc+jwt"
    _head, body, _signature = response.text.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert claims["credentialSubject"]["statusPurpose"] == "revocation"


@pytest.mark.parametrize("path", ["revocation/2/", "message/1/"])
def test_list_that_does_not_exist_is_not_found(db, client, path):
    assert client.get(f"/status/{path}").status_code == 404


def test_identity_names_every_key_and_not_the_host_of_the_request(db, client):
    publish_current()
    answer = client.get("/.well-known/did.json").json()
    row = PublicKey.objects.get(purpose="credential")
    assert answer == did_document([row])
    assert answer["id"] == "did:web:valmentamo.example"
    assert answer["assertionMethod"] == [row.kid]
    (key,) = client.get("/.well-known/jwks.json").json()["keys"]
    assert (key["crv"], key["kid"]) == ("Ed25519", row.kid)


def test_retired_key_stays_and_a_compromised_one_asserts_nothing(db):
    publish_current()
    row = PublicKey.objects.get(purpose="credential")
    row.retired_at = timezone.now()
    assert did_document([row])["assertionMethod"] == [row.kid]
    row.compromised_at = timezone.now()
    document = did_document([row])
    assert document["assertionMethod"] == []
    assert "revoked" in document["verificationMethod"][0]


@pytest.fixture
def stored(certificate, signed):
    CertificateFile.objects.create(
        certificate=certificate,
        language="fi",
        storage_key="nowhere",
        sha256="0" * 64,
        size=1,
        stored_at=timezone.now(),
        credential=signed,
    )
    type(certificate).objects.filter(pk=certificate.pk).update(state="ready")
    certificate.refresh_from_db()
    return certificate


def ask(client, certificate, **query):
    address = reverse(
        "valmentamo_certificates:credential", args=[certificate.printed_code, "fi"]
    )
    return client.get(address, query)


def test_credential_is_given_to_the_holder_and_with_the_token_only(client, stored):
    assert ask(client, stored).status_code == 404
    client.force_login(UserFactory())
    assert ask(client, stored).status_code == 404
    client.force_login(stored.recipient)
    assert ask(client, stored).status_code == 200
    client.logout()
    assert ask(client, stored, k=name_token(stored.code)).status_code == 200


def test_credential_of_a_revoked_certificate_is_gone_with_its_reason(client, stored):
    revoke_certificate(certificate=stored, reason_code="technical", by=None)
    answer = ask(client, stored, k=name_token(stored.code))
    assert answer.status_code == 410
    assert answer.json() == {"status": "revoked", "reason": "technical"}


def test_credential_that_was_taken_back_does_not_tell_by_whom(client, stored):
    withdraw_certificate(certificate=stored, by=None)
    answer = ask(client, stored, k=name_token(stored.code))
    assert answer.json() == {"status": "withdrawn", "reason": ""}
