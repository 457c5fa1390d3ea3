"""The certificate in the European Learning Model v3, unsigned.

For Europass' Online Credential Builder, where an organisation with a qualified seal can
sign it. It proves nothing by itself, and says so in its name. It bears the holder's
name: it is given to the holder alone.
"""

from typing import Any
from uuid import uuid5

from . import addresses
from .credentials.proofs import moment
from .facts import FactSet
from .models import Certificate
from .texts import in_language

CONTEXTS = [
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
]
AUTHORITY = "http://publications.europa.eu/resource/authority"
PROFILE = "http://data.europa.eu/snb/credential"
NON_FORMAL = "http://data.europa.eu/snb/learning-setting/e207a81fc7"
# The authority's codes have three letters.
COUNTRIES = {"FI": "FIN", "SE": "SWE", "EE": "EST", "NO": "NOR", "DK": "DNK"}
LANGUAGES = {"fi": "FIN", "sv": "SWE", "en": "ENG"}


def learning_model(certificate: Certificate, language: str) -> dict[str, Any]:
    """The document that the builder takes in one language."""
    facts = certificate.facts_in(language)
    credential = {
        "@context": CONTEXTS,
        "id": f"urn:credential:{uuid5(certificate.uuid, f'elm {language}')}",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": _concept(f"{PROFILE}/e34929035b", f"{PROFILE}/25831c2"),
        "displayParameter": {
            "id": "urn:epass:displayParameter:1",
            "type": "DisplayParameter",
            "language": _language(language),
            "primaryLanguage": _language(language),
            "title": {language: facts.course},
        },
        "credentialSubject": {
            "id": "urn:epass:person:1",
            "type": "Person",
            "fullName": {language: certificate.printed_name},
            "hasClaim": _achievement(certificate, facts, language),
        },
        "issuer": _organisation(certificate, language),
        "validFrom": moment(certificate.issued_at),
    }
    if certificate.valid_until:
        credential["validUntil"] = moment(certificate.valid_until)
    return {"credential": credential}


def _achievement(
    certificate: Certificate, facts: FactSet, language: str
) -> dict[str, Any]:
    return {
        "id": "urn:epass:learningAchievement:1",
        "type": "LearningAchievement",
        "title": {language: facts.course},
        "awardedBy": {
            "id": "urn:epass:awardingProcess:1",
            "type": "AwardingProcess",
            "awardingBody": _organisation(certificate, language),
            "awardingDate": moment(certificate.issued_at),
        },
        "additionalNote": [
            _note(number, text, language)
            for number, text in enumerate(_notes(facts), start=1)
        ],
        "specifiedBy": _specification(facts, language),
        "supplementaryDocument": {
            "id": "urn:epass:webResource:1",
            "type": "WebResource",
            "contentURL": addresses.verify_url(certificate.code, language),
        },
    }


def _specification(facts: FactSet, language: str) -> dict[str, Any]:
    return {
        "id": "urn:epass:learningAchievementSpec:1",
        "type": "LearningAchievementSpecification",
        "title": {language: facts.course},
        "language": _language(language),
        "learningSetting": _concept(
            NON_FORMAL, "http://data.europa.eu/snb/learning-setting/25831c2"
        ),
        "volumeOfLearning": f"PT{facts.hours}H",
        "learningOutcome": [
            {
                "id": f"urn:epass:learningOutcome:{number}",
                "type": "LearningOutcome",
                "title": {language: outcome},
            }
            for number, outcome in enumerate(facts.outcomes, start=1)
        ],
    }


def _notes(facts: FactSet) -> list[str]:
    """What has no closed vocabulary here: told in words."""
    told = (
        facts.participation_form,
        facts.assessment,
        facts.framework_level,
        facts.quality_assurance,
    )
    return [text for text in told if text]


def _note(number: int, text: str, language: str) -> dict[str, Any]:
    return {
        "id": f"urn:epass:note:{number}",
        "type": "Note",
        "noteLiteral": {language: text},
    }


def _organisation(certificate: Certificate, language: str) -> dict[str, Any]:
    issuer = certificate.template_version.issuer
    organisation: dict[str, Any] = {
        "id": f"urn:uuid:{issuer.uuid}",
        "type": "Organisation",
        "legalName": {language: in_language(issuer.name, language)},
    }
    if country := COUNTRIES.get(issuer.country):
        organisation["location"] = {
            "id": "urn:epass:location:1",
            "type": "Location",
            "address": {
                "id": "urn:epass:address:1",
                "type": "Address",
                "countryCode": _concept(
                    f"{AUTHORITY}/country/{country}", f"{AUTHORITY}/country"
                ),
            },
        }
    return organisation


def _language(language: str) -> dict[str, Any]:
    code = LANGUAGES.get(language[:2], "MUL")
    return _concept(f"{AUTHORITY}/language/{code}", f"{AUTHORITY}/language")


def _concept(address: str, scheme: str) -> dict[str, Any]:
    return {
        "id": address,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
    }
