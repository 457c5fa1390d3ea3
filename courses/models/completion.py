"""That a person completed a course, on what grounds, and with which certificate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.people import Enrolment


class Completion(models.Model):
    """`basis` is a JSON snapshot of every condition and how it was met."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="completion"
    )
    certificate = models.OneToOneField(
        "valmentamo_certificates.Certificate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    completed_at = models.DateTimeField()
    basis = models.JSONField()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
