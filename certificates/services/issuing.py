"""Issue certificates: every row in the caller's transaction, the work after commit."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from ..enums import State
from ..exceptions import MissingFacts, TemplateNotPublished, UnprintableName
from ..facts import FactSet, to_json
from ..models import Certificate, CertificateTemplateVersion, IssueBatch
from ..naming import MAX_LENGTH, NO_NAME, printable_name, tidy
from ..people import Actor
from ..printing import faults_in
from .inserting import insert_once
from .sharing import GrantTerms


def issue_certificate(
    *,
    recipient: Actor,
    template_version: CertificateTemplateVersion,
    name: str,
    languages: Sequence[str],
    facts: Mapping[str, FactSet],
    issue_key: str,
    collection: str = "",
    grants: Iterable[GrantTerms] = (),
    valid_until: datetime | None = None,
    supersedes: Certificate | None = None,
    renews: Certificate | None = None,
    batch: IssueBatch | None = None,
    by: Actor = None,
    at: datetime | None = None,
) -> Certificate:
    """Issue once per `issue_key`; a second call returns the first certificate.

    One transaction writes certificate, code, status indexes, facts, version, grants,
    the job and the event; the files are made after commit. The first of `languages` is
    the holder's own. A name or text that can't be printed does not stop the issue: the
    row is written as refused, for staff to correct. `supersedes` closes the older one,
    `renews` leaves it as it is.

    Refuses TemplateNotPublished, MissingFacts, NoFreeCode and, when the older one is
    already closed, StatusConflict.
    """
    if found := Certificate.objects.filter(issue_key=issue_key).first():
        return found
    _check(template_version, languages, facts)
    draft = Certificate(
        issue_key=issue_key,
        collection=collection,
        recipient=recipient,
        facts={lang: to_json(facts[lang]) for lang in languages},
        languages=list(languages),
        template_version=template_version,
        issued_at=at or timezone.now(),
        valid_until=valid_until,
        supersedes=supersedes,
        renews=renews,
        batch=batch,
    )
    _name_holder(draft)
    _set_name(draft, name)
    _refuse_faulty(draft, faults_in(facts[lang] for lang in languages))
    return insert_once(draft, grants=tuple(grants), by=by)


def _check(
    version: CertificateTemplateVersion,
    languages: Sequence[str],
    facts: Mapping[str, FactSet],
) -> None:
    if not version.is_published:
        raise TemplateNotPublished(str(version))
    offered = set(version.languages) & set(facts)
    if not languages or not set(languages) <= offered:
        raise MissingFacts(f"asked for {list(languages)}, can make {sorted(offered)}")


def _name_holder(certificate: Certificate) -> None:
    """Keep the hash of the holder's address with a salt, as Open Badges writes it."""
    address = getattr(certificate.recipient, "email", "")
    if address:
        certificate.holder_salt = secrets.token_hex(8)
        salted = address.strip().lower() + certificate.holder_salt
        certificate.holder_hash = hashlib.sha256(salted.encode()).hexdigest()


def _set_name(certificate: Certificate, name: str) -> None:
    try:
        certificate.printed_name = printable_name(name)
    except UnprintableName as refusal:
        visible = "".join(c for c in tidy(name) if c.isprintable())
        certificate.printed_name = visible[:MAX_LENGTH] or NO_NAME
        _refuse_faulty(certificate, [str(refusal)])


def _refuse_faulty(certificate: Certificate, faults: list[str]) -> None:
    """Leave the making to staff; the reasons add up."""
    if not faults:
        return
    certificate.state = State.REFUSED
    reasons = [certificate.refusal_reason, *faults]
    certificate.refusal_reason = " ".join(filter(None, reasons))
