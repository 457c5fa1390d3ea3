"""A partner's right to one certificate."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from valmentamo.guarding import FrozenModel

from ..enums import Basis
from ..querysets import GrantQuerySet
from .certificate import Certificate
from .partner import PartnerOrganisation


class PartnerGrant(FrozenModel):
    """One row a certificate and partner; a withdrawn one stays, a new one is a new row."""

    frozen_q = models.Q()

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="grants"
    )
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, related_name="grants"
    )
    basis = models.CharField(_("legal basis"), max_length=20, choices=Basis)
    purpose = models.TextField(_("purpose as shown to the holder"))
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner grant")
        verbose_name_plural = _("partner grants")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "partner"],
                condition=models.Q(withdrawn_at=None),
                name="certificates_one_grant_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.certificate}"
