"""A certificate as an Open Badges 3.0 credential (1EdTech, on W3C VC 2.0), unsigned."""

from collections.abc import Iterator
from typing import Any

from .. import addresses
from ..enums import ListPurpose
from ..facts import FactSet, LevelReached
from ..models import Certificate, Issuer
from ..texts import in_language
from .contexts import BADGE_CONTEXTS
from .proofs import moment

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json"
)


def badge_of(certificate: Certificate, language: str, *, did: str) -> dict[str, Any]:
    """The credential in one language, from the frozen rows alone.

    The holder is named by a salted hash of the e-mail address, never in clear.
    """
    facts = certificate.facts_in(language)
    page = addresses.verify_url(certificate.code, language)
    document: dict[str, Any] = {
        "@context": BADGE_CONTEXTS,
        "id": addresses.credential_url(certificate.code, language),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course,
        "issuer": _issuer(certificate.template_version.issuer, language, did),
        "validFrom": moment(certificate.issued_at),
        "credentialSubject": _subject(certificate, facts, language, page),
        "evidence": [
            {"id": page, "type": ["Evidence"], "name": certificate.printed_code}
        ],
        "credentialStatus": _status(certificate),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if certificate.valid_until:
        document["validUntil"] = moment(certificate.valid_until)
    return document


def _issuer(issuer: Issuer, language: str, did: str) -> dict[str, Any]:
    return {
        "id": did,
        "type": ["Profile"],
        "name": in_language(issuer.name, language),
        "url": issuer.website or addresses.base_url(),
        "address": {"type": ["Address"], "addressCountryCode": issuer.country},
    }


def _subject(
    certificate: Certificate, facts: FactSet, language: str, page: str
) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "achievement": _achievement(certificate, facts, language),
    }
    if certificate.holder_hash:
        subject["identifier"] = [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${certificate.holder_hash}",
                "identityType": "emailAddress",
                "salt": certificate.holder_salt,
            }
        ]
    else:
        subject["id"] = page
    if facts.levels:
        subject["result"] = [
            {
                "type": ["Result"],
                "resultDescription": f"urn:uuid:{level.criterion}",
                "achievedLevel": f"urn:uuid:{level.level}",
            }
            for level in facts.levels
        ]
    return subject


def _achievement(
    certificate: Certificate, facts: FactSet, language: str
) -> dict[str, Any]:
    achievement: dict[str, Any] = {
        "id": f"urn:uuid:{certificate.template_version.template.uuid}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": facts.course,
        "description": " ".join(facts.outcomes) or facts.course,
        "criteria": {"narrative": "\n\n".join(_grounds(facts)) or facts.course},
        "inLanguage": language,
    }
    if facts.levels:
        achievement["resultDescription"] = [
            _result_description(level) for level in facts.levels
        ]
    return achievement


def _grounds(facts: FactSet) -> Iterator[str]:
    """What the EU's list for micro-credentials asks for and Open Badges has no term
    for: workload, form of participation, assessment, level, quality assurance."""
    yield from filter(
        None,
        (
            facts.workload,
            facts.participation_form,
            facts.assessment,
            facts.framework_level,
            facts.quality_assurance,
        ),
    )


def _result_description(level: LevelReached) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{level.criterion}",
        "type": ["ResultDescription"],
        "name": level.name,
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {
                "id": f"urn:uuid:{uuid}",
                "type": ["RubricCriterionLevel"],
                "name": label,
                "level": str(value),
            }
            for uuid, value, label in level.levels
        ],
    }


def _status(certificate: Certificate) -> dict[str, Any]:
    """One entry, for the schema of Open Badges allows no more: the list that closes for
    good. A suspended certificate is told by its page and by the list of suspensions.
    """
    purpose = ListPurpose.REVOCATION
    address = addresses.status_list_url(purpose, certificate.revocation_list)
    index = certificate.revocation_index
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose.value,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }
