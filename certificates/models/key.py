"""The public halves of our keys, kept for ever, and the signed status lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import KeyPurpose, ListPurpose
from ..querysets import PublicKeyQuerySet


class PublicKey(models.Model):
    """What others check our signatures with. The private half is never in the database.

    A retired key stays published, so that what it has signed can be checked for ever.
    `public` is PEM: a certificate for a seal, a SubjectPublicKeyInfo for a credential.
    """

    kid = models.CharField(_("key"), max_length=200, unique=True)
    alias = models.CharField(_("alias"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=20, choices=KeyPurpose)
    public = models.TextField(_("public key"))
    created_at = models.DateTimeField(_("made"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    # Nothing signed after this moment may be trusted.
    compromised_at = models.DateTimeField(_("compromised"), null=True, blank=True)

    objects = PublicKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("public key")
        verbose_name_plural = _("public keys")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.kid


class StatusList(models.Model):
    """One published list of status bits, in both signed forms.

    `changes` grows by one in the transaction of each event that may move a bit; the
    stored forms are current while `signed_changes` equals it and `valid_until` is ahead.
    """

    purpose = models.CharField(_("purpose"), max_length=20, choices=ListPurpose)
    number = models.PositiveIntegerField(_("number"))
    changes = models.PositiveBigIntegerField(default=0)
    signed_changes = models.PositiveBigIntegerField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    document = models.JSONField(null=True, blank=True)
    token = models.TextField(blank=True)

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering = ["purpose", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "number"], name="certificates_status_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number}"
