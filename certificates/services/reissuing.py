"""A corrected certificate in the place of one, and a new one when the time runs out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..exceptions import NotRenewable, StatusConflict, UnprintableText
from ..facts import FactSet, with_texts
from ..models import Certificate, CertificateTemplateVersion
from ..naming import printable_name, tidy
from ..people import Actor
from ..printing import faults_in
from .issuing import issue_certificate
from .sharing import GrantTerms


@transaction.atomic
def reissue_certificate(
    *,
    certificate: Certificate,
    name: str = "",
    texts: Mapping[str, Mapping[str, str]] | None = None,
    template_version: CertificateTemplateVersion | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """Issue a corrected certificate that supersedes this one; shares go over to it.

    `texts` are the changed ones by language and place, as `facts.texts_of` names them;
    what is not given stays as it was. A second call returns the first correction.
    Refuses UnprintableName, UnprintableText, TemplateNotPublished, and StatusConflict
    for one that was never public or is closed.
    """
    at = at or timezone.now()
    if found := Certificate.objects.filter(issue_key=_reissue_key(certificate)).first():
        return found
    if not certificate.is_replaceable:
        raise StatusConflict(f"{certificate}: reissue")
    facts = _with_changes(certificate, texts or {})
    if faults := faults_in(facts.values()):
        raise UnprintableText(" ".join(faults))
    return issue_certificate(
        recipient=certificate.recipient,
        template_version=template_version or certificate.template_version,
        name=printable_name(name or certificate.printed_name),
        languages=certificate.languages,
        facts=facts,
        issue_key=_reissue_key(certificate),
        collection=certificate.collection,
        grants=shares_of(certificate, at=at),
        valid_until=certificate.valid_until,
        supersedes=certificate,
        by=by,
        at=at,
    )


@transaction.atomic
def renew_certificate(
    *,
    certificate: Certificate,
    valid_until: datetime | None,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """Issue the next certificate with the same facts, dated today.

    The old one keeps its own time and is not closed. A second call returns the first
    renewal. Refuses NotRenewable for one without an end, or that is not in force or
    expired.
    """
    at = at or timezone.now()
    if not certificate.is_renewable:
        raise NotRenewable(str(certificate))
    today = timezone.localdate(at)
    return issue_certificate(
        recipient=certificate.recipient,
        template_version=certificate.template_version,
        name=certificate.printed_name,
        languages=certificate.languages,
        facts={
            language: replace(facts, issued_on=today)
            for language, facts in _facts(certificate).items()
        },
        issue_key=f"renewal:{certificate.uuid}",
        collection=certificate.collection,
        grants=shares_of(certificate, at=at),
        valid_until=valid_until,
        renews=certificate,
        by=by,
        at=at,
    )


def shares_of(certificate: Certificate, *, at: datetime) -> list[GrantTerms]:
    """The grants in force, on the terms that the holder was shown."""
    grants = certificate.grants.in_force(at).select_related("partner")
    return [
        GrantTerms(
            partner=grant.partner,
            basis=grant.basis,
            purpose=grant.purpose,
            until=grant.until,
        )
        for grant in grants
    ]


def _reissue_key(certificate: Certificate) -> str:
    return f"correction:{certificate.uuid}"


def _facts(certificate: Certificate) -> dict[str, FactSet]:
    return {lang: certificate.facts_in(lang) for lang in certificate.languages}


def _with_changes(
    certificate: Certificate, texts: Mapping[str, Mapping[str, str]]
) -> dict[str, FactSet]:
    return {
        language: with_texts(
            facts, {place: tidy(t) for place, t in texts.get(language, {}).items()}
        )
        for language, facts in _facts(certificate).items()
    }
