"""Who may open what. Every door asks here; a refusal is a 404."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from .enums import Role
from .models import Certificate, PartnerGrant, PartnerOrganisation
from .numbering import parse_code

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser, PermissionsMixin

    Person = AbstractBaseUser | AnonymousUser


def held_certificate(user: "Person", code: str) -> Certificate:
    """The holder's own, whatever its state."""
    held = Certificate.objects.visible_to(user)
    return get_object_or_404(held, code=parse_code(code) or "")


def consented_grant(user: "Person", code: str, slug: str) -> PartnerGrant:
    """The holder's own consent to one partner, while it is in force."""
    grants = PartnerGrant.objects.in_force(timezone.now()).by_consent()
    held = grants.filter(certificate=held_certificate(user, code))
    return get_object_or_404(held, partner__slug=slug)


def partner_of_member(user: "Person", slug: str) -> PartnerOrganisation:
    return get_object_or_404(PartnerOrganisation.objects.for_member(user), slug=slug)


def role_in(user: "Person", partner: PartnerOrganisation) -> str:
    """The role of a person in a partner now; empty for somebody else."""
    if not user.is_authenticated:
        return ""
    mine = partner.memberships.current().filter(user=user.pk)
    return mine.values_list("role", flat=True).first() or ""


def partner_of_manager(user: "Person", slug: str) -> PartnerOrganisation:
    partner = partner_of_member(user, slug)
    if role_in(user, partner) != Role.MANAGER:
        raise Http404
    return partner


def shared_certificate(partner: PartnerOrganisation, code: str) -> Certificate:
    """One for which the partner has a grant in force."""
    shared = Certificate.objects.shared_with(partner, timezone.now())
    return get_object_or_404(shared, code=parse_code(code) or "")


def require_language(certificate: Certificate, language: str) -> None:
    if language not in certificate.languages:
        raise Http404


def user_can_change_status(user: "PermissionsMixin | AnonymousUser") -> bool:
    """Revoke, suspend and resume: staff with the right to change certificates."""
    return user.has_perm("valmentamo_certificates.change_certificate")
