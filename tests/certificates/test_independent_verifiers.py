"""Others' software agrees: published vector, openbadgeslib, Digital Bazaar's verifier."""

import io
import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import keys
from certificates.credentials.proofs import sign
from certificates.credentials.signing import make_credential
from certificates.facts import LevelReached
from certificates.services.making import make_file
from certificates.services.status import revoke_certificate

from .factories import FACTS, ISSUED, UserFactory, issued
from .independent import judged, lists

AT = ISSUED + timedelta(days=1)
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
# 1EdTech, Open Badges Implementation Guide 3.0, "Linked Data Proof Test Vector".
VECTOR_SEED = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"
VECTOR_METHOD = "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
VECTOR_VALUE = (
    "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35Hcbg"
    "XVEDYHxCzgkCr"
)
VECTOR = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049",
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers "
                "and recognized upon review by Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to "
            "collaborate within a group environment.",
            "name": "Teamwork",
        },
    },
}


def test_published_vector_is_signed_with_the_published_value():
    signed = sign(
        VECTOR,
        key=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR_SEED)),
        method=VECTOR_METHOD,
        created=datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC),
    )
    assert signed["proof"][0]["proofValue"] == VECTOR_VALUE


@pytest.fixture
def certificate(db):
    with_levels = {lang: replace(facts, levels=LEVELS) for lang, facts in FACTS.items()}
    return issued(
        recipient=UserFactory(), languages=["fi", "sv", "en"], facts=with_levels
    )


def out_of(data):
    """The credential that a PDF file carries."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return json.loads(pdf.attachments["credential.json"].get_file().read_bytes())


def without_proof_of(document, **changes):
    forged = deepcopy(document)
    forged.update(changes)
    return forged


def test_node_verifier_takes_each_language_and_refuses_what_was_changed(certificate):
    signed = {
        lang: make_credential(certificate, lang).document
        for lang in certificate.languages
    }
    renamed = without_proof_of(signed["fi"], name="Tohtori")
    widened = without_proof_of(signed["fi"], shoeSize=43)
    _documents, tokens = lists(AT)
    (token, *_rest) = tokens.values()
    answers = judged(
        {**signed, "renamed": renamed, "widened": widened},
        at=AT,
        tokens={"token": token, "bad token": token[:-8] + "AAAAAAAA"},
    )
    assert {name: answer["verified"] for name, answer in answers.items()} == {
        "fi": True,
        "sv": True,
        "en": True,
        "renamed": False,
        "widened": False,
        "token": True,
        "bad token": False,
    }, answers
    assert answers["fi"]["bits"] == [False]


def test_node_verifier_reads_the_revoked_bit(certificate):
    signed = make_credential(certificate, "fi").document
    revoke_certificate(certificate=certificate, reason_code="technical", by=None, at=AT)
    assert judged({"fi": signed}, at=AT)["fi"]["bits"] == [True]


@pytest.mark.pdf
def test_credential_out_of_a_sealed_file_holds_for_both_verifiers(certificate, ldp):
    made = make_file(certificate=certificate, language="fi", at=AT)
    carried = out_of(made.data)
    assert carried == made.credential
    ldp(carried)
    assert judged({"fi": carried}, at=AT)["fi"]["verified"]


@pytest.fixture
def ldp(time_machine):
    """openbadgeslib as a reader with our public key; it raises when it refuses."""
    module = pytest.importorskip(
        "openbadgeslib.ob3.ldp", reason="No openbadgeslib: one verifier less."
    )
    time_machine.move_to(AT, tick=False)
    reader = module.OB3LdpVerifier(
        pubkey_pem=keys.credential_key().public_pem, issuer_did=keys.did()
    )

    def verify(document, **options):
        tokens = {url: token.encode() for url, token in lists(AT)[1].items()}
        return reader.verify(
            document, check_status=True, download=tokens.__getitem__, **options
        )

    return verify


def test_openbadgeslib_takes_each_language_and_its_list(certificate, ldp):
    for language in certificate.languages:
        read = ldp(make_credential(certificate, language).document)
        assert read.name == certificate.facts_in(language).course


def test_openbadgeslib_refuses_a_revoked_one(certificate, ldp):
    signed = make_credential(certificate, "fi").document
    revoke_certificate(certificate=certificate, reason_code="technical", by=None, at=AT)
    with pytest.raises(Exception, match="revo"):
        ldp(signed)


def test_openbadgeslib_refuses_a_changed_one(certificate, ldp):
    signed = make_credential(certificate, "fi").document
    with pytest.raises(Exception, match=r"proof|signature"):
        ldp(without_proof_of(signed, name="Tohtori"))
