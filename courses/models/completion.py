"""That a person completed a course, on what grounds, and with which certificate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.people import Enrolment
from courses.querysets import CompletionQuerySet
from valmentamo.guarding import FrozenModel


class Completion(FrozenModel):
    """`basis` is a JSON snapshot of every condition and how it was met."""

    frozen_q = Q()

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

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
