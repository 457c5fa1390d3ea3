"""The certificate itself, frozen when issued, and its stored files."""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from valmentamo.guarding import FrozenModel, FrozenQuerySet

from ..enums import State, Status
from ..facts import FactSet, from_json
from ..numbering import printed
from ..querysets import CertificateQuerySet, IssueBatchQuerySet
from .template import CertificateTemplateVersion


class IssueBatch(models.Model):
    """Certificates that were issued together, so that their making can be followed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    total = models.PositiveIntegerField(_("certificates asked for"))
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = IssueBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk issue")
        verbose_name_plural = _("bulk issues")
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Certificate(FrozenModel):
    """Code, facts, version and time of issue never change; a correction is a new row."""

    # A refused one was never public: staff may correct its name and try again.
    frozen_q = ~models.Q(state=State.REFUSED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=17, unique=True, editable=False)
    issue_key = models.CharField(max_length=200, unique=True, editable=False)
    collection = models.CharField(
        _("collection"), max_length=200, blank=True, db_index=True
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("holder"),
    )
    printed_name = models.CharField(_("name as printed"), max_length=120)
    facts = models.JSONField(_("facts"))
    languages = models.JSONField(_("languages"))
    template_version = models.ForeignKey(
        CertificateTemplateVersion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("template version"),
    )
    issued_at = models.DateTimeField(_("issued"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state of the files"), max_length=20, choices=State, default=State.PENDING
    )
    refusal_reason = models.TextField(_("why it could not be made"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.IN_FORCE
    )
    revocation_list = models.PositiveIntegerField(default=1, editable=False)
    revocation_index = models.PositiveIntegerField(editable=False)
    suspension_list = models.PositiveIntegerField(default=1, editable=False)
    suspension_index = models.PositiveIntegerField(editable=False)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    renews = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    batch = models.ForeignKey(
        IssueBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("bulk issue"),
    )
    # The holder's e-mail address, hashed with the salt, as the credential names the
    # holder. The address itself is not kept.
    holder_salt = models.CharField(max_length=32, blank=True, editable=False)
    holder_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revocation_list", "revocation_index"],
                name="certificates_revocation_index",
            ),
            models.UniqueConstraint(
                fields=["suspension_list", "suspension_index"],
                name="certificates_suspension_index",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "status"], name="certificates_state"),
        ]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        return printed(self.code)

    @property
    def last_day(self) -> date | None:
        """The last day on which it is valid: an end at midnight is the end of a day."""
        end = self.valid_until
        return localdate(end - timedelta(microseconds=1)) if end else None

    @property
    def is_refused(self) -> bool:
        """Waits for staff: the files could not be made and nothing has closed it."""
        return self.state == State.REFUSED and self.status == Status.IN_FORCE

    @property
    def is_closable(self) -> bool:
        return self.status in (Status.IN_FORCE, Status.SUSPENDED)

    @property
    def is_replaceable(self) -> bool:
        """Public and not closed for good, so another may take its place."""
        return self.state == State.READY and self.is_closable

    @property
    def is_renewable(self) -> bool:
        """Public and in force until an end, or expired."""
        is_open = self.state == State.READY and self.status == Status.IN_FORCE
        return is_open and self.valid_until is not None

    def language_near(self, language: str) -> str:
        """The language itself, or the certificate's first one."""
        return language if language in self.facts else str(self.languages[0])

    def facts_in(self, language: str) -> FactSet:
        """The facts in a language, or in the certificate's first one."""
        return from_json(self.facts[self.language_near(language)])


class CertificateFile(FrozenModel):
    """The bytes as issued, in private storage; the row is written last."""

    frozen_q = models.Q()

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="files"
    )
    language = models.CharField(_("language"), max_length=12)
    storage_key = models.CharField(max_length=255, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    # Of the same page before the seal, which can be drawn again byte by byte.
    unsealed_sha256 = models.CharField(max_length=64, blank=True)
    # The signed Open Badges credential that the file carries; null in an older file.
    credential = models.JSONField(null=True, blank=True)
    seal_kid = models.CharField(_("key of the seal"), max_length=200, blank=True)
    credential_kid = models.CharField(
        _("key of the credential"), max_length=200, blank=True
    )
    stored_at = models.DateTimeField()

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "language"], name="certificates_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.language}"


class ExpiryReminder(models.Model):
    """That the holder was told of the coming end, so that nobody is told twice."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="reminders"
    )
    days_before = models.PositiveIntegerField(_("days before the end"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("reminder of the end")
        verbose_name_plural = _("reminders of the end")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "days_before"],
                name="certificates_reminder_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.days_before}"
