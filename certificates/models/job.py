"""Rows that guard work: the job that makes the files, and the count of wrong codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import JobState
from ..querysets import IssueJobQuerySet
from .certificate import Certificate


class IssueJob(models.Model):
    """Written in the transaction that issues; attempts count when work starts."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.CASCADE, related_name="job"
    )
    state = models.CharField(
        _("state"), max_length=20, choices=JobState, default=JobState.WAITING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    started_at = models.DateTimeField(_("last started"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    last_error = models.TextField(_("last error"), blank=True)

    objects = IssueJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue job")
        verbose_name_plural = _("issue jobs")
        ordering = ["next_attempt_at", "pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="certificates_due")
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.get_state_display()}"


class MissWindow(models.Model):
    """How many wrong codes one client has asked for in one window of time.

    The client is a keyed hash of the address, never the address itself.
    """

    client = models.CharField(max_length=64)
    starts_at = models.DateTimeField(db_index=True)
    misses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "starts_at"], name="certificates_miss_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}: {self.misses}"
