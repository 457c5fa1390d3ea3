"""Who may do what with certificates. Every door asks here."""

from typing import TYPE_CHECKING

from .models import Certificate, PartnerOrganisation

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser, PermissionsMixin

    Person = AbstractBaseUser | AnonymousUser


def user_holds(user: "Person", certificate: Certificate) -> bool:
    return Certificate.objects.visible_to(user).filter(pk=certificate.pk).exists()


def user_acts_for(user: "Person", partner: PartnerOrganisation) -> bool:
    partners = PartnerOrganisation.objects.for_member(user)
    return partners.filter(pk=partner.pk).exists()


def user_can_change_status(user: "PermissionsMixin") -> bool:
    """Revoke, suspend and resume: staff with the right to change certificates."""
    return user.has_perm("valmentamo_certificates.change_certificate")
