"""Partner organisations, the people who act for them, and issuers."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from ..enums import PartnerKind, Role
from ..printing import validate_printable
from ..querysets import InvitationQuerySet, MembershipQuerySet, PartnerQuerySet


class PartnerOrganisation(models.Model):
    """An organisation that may see certificates shared with it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[validate_printable])
    kind = models.CharField(_("relation"), max_length=20, choices=PartnerKind)
    # Number of the newest PartnerChange: grows by one in the event's transaction.
    last_change = models.PositiveBigIntegerField(default=0, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A form that was open while something happened must not turn numbers back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields}
            kwargs["update_fields"] = names - {"id", "last_change"}
        super().save(*args, **kwargs)


class Membership(models.Model):
    """A person who acts for a partner, until `ended_at`."""

    partner = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("partner organisation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["partner", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"], name="certificates_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.user}"


class Invitation(models.Model):
    """An address that was asked to act for a partner.

    It says the same whether or not somebody has an account with the address: who reads
    the mail accepts, with the account of their choice.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    # SHA-256 of the secret in the link; the secret itself is only in the mail.
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=models.Q(accepted_at=None),
                name="certificates_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.email}"


class Issuer(models.Model):
    """Who answers for a certificate."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    name = I18nCharField(_("name"), validators=[validate_printable])
    country = models.CharField(
        _("country code"),
        max_length=2,
        default="FI",
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, like FI."))],
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_(
            "Holders are told to write here when they object to a partner that gets "
            "certificates by a task of the centre."
        ),
    )

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name)
