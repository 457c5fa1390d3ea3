"""Give a partner the right to a certificate, and take it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..enums import Basis, Change
from ..exceptions import AlreadyGranted, AlreadyWithdrawn
from ..models import Certificate, PartnerGrant, PartnerOrganisation
from ..people import Actor
from .telling import is_shown_while_held, tell_of_sharing, tell_partner


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
    is_shown = is_shown_while_held(certificate)
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
    if is_shown:
        tell_of_sharing(partner_id=terms.partner.pk, certificate=certificate, at=at)
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
    is_shown = is_shown_while_held(grant.certificate)
    standing = PartnerGrant.objects.filter(pk=grant.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=at):
        raise AlreadyWithdrawn(str(grant))
    grant.withdrawn_at = at
    if is_shown:
        tell_partner(
            partner_id=grant.partner_id,
            certificate=grant.certificate,
            kind=Change.GONE,
            at=at,
        )
    return grant
