"""Give a partner the right to a certificate, take it back, log what left."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..enums import Basis, Door
from ..exceptions import AlreadyGranted, AlreadyWithdrawn
from ..models import Certificate, DownloadLog, PartnerGrant, PartnerOrganisation
from ..people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTerms:
    """Which partner, on what legal basis, and the purpose in the words shown."""

    partner: PartnerOrganisation
    basis: Basis
    purpose: str
    until: datetime | None = None


@transaction.atomic
def grant_to_partner(
    *,
    certificate: Certificate,
    terms: GrantTerms,
    by: Actor = None,
    at: datetime | None = None,
) -> PartnerGrant:
    """Let a partner see and download one certificate.

    Refuses AlreadyGranted while the partner has a grant that was not withdrawn.
    """
    at = at or timezone.now()
    standing = certificate.grants.filter(partner=terms.partner, withdrawn_at=None)
    if standing.exists():
        raise AlreadyGranted(terms.partner.name)
    grant = PartnerGrant(
        certificate=certificate,
        partner=terms.partner,
        basis=terms.basis,
        purpose=terms.purpose,
        until=terms.until,
        given_at=at,
        given_by=by,
    )
    grant.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyGranted(terms.partner.name) from error
    return grant


@transaction.atomic
def withdraw_grant(
    *,
    grant: PartnerGrant,
    by: Actor = None,
    at: datetime | None = None,
) -> PartnerGrant:
    """Close every door of the partner at once. Refuses AlreadyWithdrawn."""
    at = at or timezone.now()
    standing = PartnerGrant.objects.filter(pk=grant.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=at):
        raise AlreadyWithdrawn(str(grant))
    grant.withdrawn_at = at
    return grant


def record_download(
    *,
    certificate: Certificate,
    language: str,
    door: Door,
    by: Actor,
    partner: PartnerOrganisation | None = None,
    at: datetime | None = None,
) -> DownloadLog:
    """Write down that a file left, before its bytes do."""
    return DownloadLog.objects.create(
        certificate=certificate,
        partner=partner,
        user=by,
        language=language,
        door=door,
        at=at or timezone.now(),
    )
