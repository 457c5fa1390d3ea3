"""What a partner's own systems use: tokens, and the numbered list of changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from valmentamo.guarding import FrozenModel, FrozenQuerySet

from ..enums import Change, Scope
from ..querysets import ApiTokenQuerySet
from .certificate import Certificate
from .partner import PartnerOrganisation


class PartnerChange(FrozenModel):
    """One line of a partner's list of changes.

    `number` comes from `PartnerOrganisation.last_change`, raised by one UPDATE in the
    transaction of the event. The row of the partner is locked until that transaction
    ends, so numbers become visible in order and no reader steps over one.
    """

    frozen_q = models.Q()

    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, related_name="changes"
    )
    number = models.PositiveBigIntegerField(_("number"))
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="partner_changes"
    )
    kind = models.CharField(_("change"), max_length=20, choices=Change)
    at = models.DateTimeField(_("time"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("change told to a partner")
        verbose_name_plural = _("changes told to partners")
        ordering = ["partner", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "number"], name="certificates_change_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.number}: {self.get_kind_display()}"


class ApiToken(models.Model):
    """A key of a partner's system: read only, for some scopes, until a day.

    Only the SHA-256 of its 256 random bits is kept; the token is shown once.
    """

    partner = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.CASCADE,
        related_name="tokens",
        verbose_name=_("partner organisation"),
    )
    name = models.CharField(_("what it is used for"), max_length=120)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("rights"), default=list)
    created_at = models.DateTimeField(_("made"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes

    def scope_words(self) -> str:
        return ", ".join(str(Scope(scope).label) for scope in self.scopes)
