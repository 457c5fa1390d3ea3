"""Who acts for a partner: invite by address, accept, end."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..enums import Role
from ..exceptions import LastManager, TooManyInvitations
from ..invitation_mail import send_invitation
from ..models import Invitation, Membership, PartnerOrganisation
from ..people import Actor
from .tokens import hash_of

LASTS = timedelta(days=14)
#: Open at one time, so that the form sends no mail to the whole world.
MOST_OPEN = 50


@transaction.atomic
def invite(
    *,
    partner: PartnerOrganisation,
    email: str,
    role: Role = Role.MEMBER,
    by: Actor,
    at: datetime | None = None,
) -> Invitation:
    """Send an invitation to exactly this address; another one takes its place.

    Nothing here depends on whether somebody has an account with the address, so
    nothing tells it. Refuses TooManyInvitations.
    """
    at, email = at or timezone.now(), email.strip().lower()
    unanswered = Invitation.objects.filter(partner=partner, accepted_at=None)
    unanswered.filter(Q(email=email) | Q(expires_at__lte=at)).delete()
    if unanswered.count() >= MOST_OPEN:
        raise TooManyInvitations(partner.name)
    secret = secrets.token_urlsafe(32)
    row = Invitation(
        partner=partner,
        email=email,
        role=role,
        secret_hash=hash_of(secret),
        invited_by=by,
        invited_at=at,
        expires_at=at + LASTS,
    )
    row.full_clean()
    row.save(force_insert=True)
    transaction.on_commit(partial(send_invitation, row, secret), robust=True)
    return row


@transaction.atomic
def accept(
    *, invitation: Invitation, by: Actor, at: datetime | None = None
) -> Membership:
    """Make the person who has the mail a member; used once.

    A manager stays one: the last would leave the partner without any. Refuses
    Invitation.DoesNotExist for one that is no longer open.
    """
    at = at or timezone.now()
    if not Invitation.objects.open(at).filter(pk=invitation.pk).update(accepted_at=at):
        raise Invitation.DoesNotExist
    current = Membership.objects.current().filter(partner=invitation.partner, user=by)
    if manager := current.filter(role=Role.MANAGER).first():
        return manager
    row, _made = Membership.objects.update_or_create(
        partner=invitation.partner,
        user=by,
        defaults={"role": invitation.role, "ended_at": None},
    )
    return row


@transaction.atomic
def end_membership(
    *, membership: Membership, by: Actor, at: datetime | None = None
) -> Membership:
    """Shut every door of the partner to the person. Refuses LastManager."""
    # Two managers who end each other at once: the second waits and is refused.
    PartnerOrganisation.objects.select_for_update().get(pk=membership.partner_id)
    current = Membership.objects.current().filter(partner=membership.partner_id)
    others = current.exclude(pk=membership.pk).filter(role=Role.MANAGER)
    if membership.role == Role.MANAGER and not others.exists():
        raise LastManager(str(membership.partner))
    membership.ended_at = at or timezone.now()
    current.filter(pk=membership.pk).update(ended_at=membership.ended_at)
    return membership
