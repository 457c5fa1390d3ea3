"""Issue many certificates in one go, in short transactions, and follow their making."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from ..exceptions import CertificatesError
from ..facts import FactSet
from ..models import Certificate, CertificateTemplateVersion, IssueBatch
from ..people import Actor
from .issuing import issue_certificate
from .sharing import GrantTerms

# So many are written at once: a longer transaction would keep other writers waiting.
CHUNK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRequest:
    """What `issue_certificate` needs for one person."""

    recipient: Actor
    name: str
    languages: Sequence[str]
    facts: Mapping[str, FactSet]
    issue_key: str
    grants: tuple[GrantTerms, ...] = ()
    valid_until: datetime | None = None


@dataclass(slots=True)
class Issued:
    """The certificates, and the requests that were refused, each with the refusal."""

    certificates: list[Certificate] = field(default_factory=list)
    refused: list[tuple[IssueRequest, CertificatesError]] = field(default_factory=list)


def begin_batch(
    *, name: str, total: int, by: Actor, at: datetime | None = None
) -> IssueBatch:
    """Begin a bulk issue, so that its page can show how far it has come."""
    return IssueBatch.objects.create(
        name=name, total=total, begun_by=by, begun_at=at or timezone.now()
    )


def close_batch(*, batch: IssueBatch) -> IssueBatch:
    """Say that no more will be written: a request that was refused, or issued elsewhere
    meanwhile, has no certificate here, and the bar would wait for it for ever."""
    batch.total = batch.certificates.count()
    batch.save(update_fields=["total"])
    return batch


def issue_many(
    *,
    batch: IssueBatch,
    template_version: CertificateTemplateVersion,
    requests: Iterable[IssueRequest],
    collection: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Issued:
    """Issue a certificate for each request. Stopped halfway, call it again: each request
    is issued once, by its `issue_key`. A refused request stops nobody else's.
    """
    issued = Issued()
    for chunk in batched(requests, CHUNK):
        with transaction.atomic():
            for request in chunk:
                try:
                    issued.certificates.append(
                        _issue_one(batch, template_version, request, collection, by, at)
                    )
                except CertificatesError as refusal:
                    issued.refused.append((request, refusal))
    return issued


def _issue_one(
    batch: IssueBatch,
    version: CertificateTemplateVersion,
    request: IssueRequest,
    collection: str,
    by: Actor,
    at: datetime | None,
) -> Certificate:
    with transaction.atomic():
        return issue_certificate(
            recipient=request.recipient,
            template_version=version,
            name=request.name,
            languages=request.languages,
            facts=request.facts,
            issue_key=request.issue_key,
            collection=collection,
            grants=request.grants,
            valid_until=request.valid_until,
            batch=batch,
            by=by,
            at=at,
        )
