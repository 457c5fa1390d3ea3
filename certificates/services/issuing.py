"""Issue certificates: every row in the caller's transaction, the work after commit."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from ..enums import Event, Reason, State
from ..exceptions import (
    MissingFacts,
    NoFreeCode,
    NotRefused,
    TemplateNotPublished,
    UnprintableName,
)
from ..facts import FactSet, to_json
from ..models import Certificate, CertificateTemplateVersion, StatusEvent
from ..naming import MAX_LENGTH, printable_name, tidy
from ..numbering import new_code
from ..people import Actor
from .jobs import begin_job
from .sharing import GrantTerms, grant_to_partner
from .status import change_status

# Entries of one status list.
LIST_SIZE = 131_072
TRIES = 20


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
    by: Actor = None,
    at: datetime | None = None,
) -> Certificate:
    """Issue once per `issue_key`; a second call returns the first certificate.

    One transaction writes certificate, code, status indexes, facts, version, grants,
    the job and the event; the files are made after commit. The first of `languages` is
    the holder's own. A name that can't be printed does not stop the issue: the row is
    written as refused, for staff to correct. `supersedes` closes the older one.

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
    )
    _set_name(draft, name)
    terms = tuple(grants)
    for _try in range(TRIES):
        if _insert(draft, grants=terms, by=by):
            return draft
        if found := Certificate.objects.filter(issue_key=issue_key).first():
            return found
    raise NoFreeCode(issue_key)


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


def _set_name(certificate: Certificate, name: str) -> None:
    try:
        certificate.printed_name = printable_name(name)
    except UnprintableName as refusal:
        visible = "".join(c for c in tidy(name) if c.isprintable())
        certificate.printed_name = visible[:MAX_LENGTH] or "–"
        certificate.state = State.REFUSED
        certificate.refusal_reason = str(refusal)


def _insert(
    draft: Certificate,
    *,
    grants: tuple[GrantTerms, ...],
    by: Actor,
) -> bool:
    """Write all rows with a fresh code and free indexes, or none on a collision."""
    draft.pk, draft.code = None, new_code()
    draft.revocation_list, draft.revocation_index = _free_index("revocation")
    draft.suspension_list, draft.suspension_index = _free_index("suspension")
    draft.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            _write_beside(draft, grants=grants, by=by)
    except IntegrityError:
        return False
    return True


def _free_index(purpose: str) -> tuple[int, int]:
    """Pick a random free place, so that it tells nothing about who finished when.

    Eight places are looked at; when all are taken, the list is full enough and the next
    one is begun.
    """
    list_field, index_field = f"{purpose}_list", f"{purpose}_index"
    rows = Certificate.objects.order_by()
    number = rows.aggregate(last=Max(list_field))["last"] or 1
    wanted = [secrets.randbelow(LIST_SIZE) for _place in range(8)]
    taken = set(
        rows.filter(**{list_field: number, f"{index_field}__in": wanted}).values_list(
            index_field, flat=True
        )
    )
    free = [index for index in wanted if index not in taken]
    return (number, free[0]) if free else (number + 1, wanted[0])


def _write_beside(
    certificate: Certificate,
    *,
    grants: tuple[GrantTerms, ...],
    by: Actor,
) -> None:
    at = certificate.issued_at
    StatusEvent.objects.create(certificate=certificate, kind=Event.ISSUED, by=by, at=at)
    if old := certificate.supersedes:
        change_status(
            certificate=old,
            event=Event.SUPERSEDED,
            reason_code=Reason.CORRECTED,
            by=by,
            at=at,
        )
    for terms in grants:
        grant_to_partner(certificate=certificate, terms=terms, by=by, at=at)
    if certificate.state == State.PENDING:
        begin_job(certificate, at=at)


@transaction.atomic
def correct_refused(
    *,
    certificate: Certificate,
    name: str,
    by: Actor = None,
    at: datetime | None = None,
) -> Certificate:
    """Give a refused certificate another printed name and make it again.

    Refuses UnprintableName, and NotRefused when it is being made or was made.
    """
    at = at or timezone.now()
    printed = printable_name(name)
    refused = Certificate.objects.refused().filter(pk=certificate.pk)
    if not refused.update(printed_name=printed, state=State.PENDING, refusal_reason=""):
        raise NotRefused(str(certificate))
    certificate.refresh_from_db()
    begin_job(certificate, at=at)
    return certificate
