"""What happened to a certificate and who got it: rows that are only ever added."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from valmentamo.guarding import FrozenModel, FrozenQuerySet

from ..enums import Door, Event, Reason
from .certificate import Certificate
from .partner import PartnerOrganisation


class StatusEvent(FrozenModel):
    """One turn in the life of a certificate. Every door answers from these."""

    frozen_q = models.Q()

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("event"), max_length=20, choices=Event)
    reason_code = models.CharField(
        _("reason"), max_length=40, choices=Reason, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("time"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("status event")
        verbose_name_plural = _("status events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.get_kind_display()}"


class DownloadLog(FrozenModel):
    """A file that left through one of our doors, or a line that a partner was shown.

    Of lines in a list there is one row for each partner, door and day.
    """

    frozen_q = models.Q()

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="downloads"
    )
    partner = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # Empty for a line of a list, which is in no language.
    language = models.CharField(_("language"), max_length=12, blank=True)
    door = models.CharField(_("door"), max_length=20, choices=Door)
    at = models.DateTimeField(_("time"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["partner", "door", "at"], name="certificates_disclosed"
            ),
            models.Index(fields=["at"], name="certificates_disclosed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.get_door_display()}"
