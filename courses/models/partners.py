"""For which task a partner gets the certificates of a cohort, and who was told of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from courses.models.people import Cohort, Enrolment
from courses.querysets import PartnerTaskQuerySet, ToldTaskQuerySet


class PartnerTask(models.Model):
    """A partner that gets the certificates of a cohort, without asking, from all who
    were told before they enrolled; until a day, for certificates made by then."""

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="partner_tasks",
        verbose_name=_("cohort"),
    )
    partner = models.ForeignKey(
        "valmentamo_certificates.PartnerOrganisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("partner"),
    )
    purpose = I18nTextField(
        _("purpose"),
        help_text=_(
            "What the partner needs the certificates for, and which task of the centre "
            "this belongs to. Learners read it before they enrol. It applies only to "
            "those who enrol after it was written here, in the words that they read."
        ),
    )

    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_(
            "After this day nobody is told of it, and the partner gets no more "
            "certificates. It keeps those that it has."
        ),
    )

    objects = PartnerTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner's task")
        verbose_name_plural = _("partners' tasks")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "cohort", "partner", name="courses_partner_task_once_a_cohort"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.cohort}"


class ToldTask(models.Model):
    """What a person was told of a partner before enrolling, in the words shown."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="told_tasks"
    )
    partner = models.ForeignKey(
        "valmentamo_certificates.PartnerOrganisation",
        on_delete=models.PROTECT,
        related_name="+",
    )
    purpose = models.TextField()
    told_at = models.DateTimeField()

    objects = ToldTaskQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "enrolment", "partner", name="courses_told_once_an_enrolment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.enrolment_id}"
