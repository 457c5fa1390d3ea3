"""Who signs a template version and whose logos stand on it, with their pictures."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField
from modelcluster.fields import ParentalKey

from valmentamo.guarding import FrozenModel, FrozenQuerySet

from ..printing import unprintable_fields, validate_printable
from .template import CertificateTemplateVersion

MAX_SIGNATORIES = 3
MAX_LOGOS = 5


class PicturedRow(FrozenModel):
    """A row of a version with a picture, which is named by the SHA-256 of its bytes.

    The bytes are in private storage, see `pictures`; they can't change without their
    name changing, so a frozen row has frozen bytes.
    """

    frozen_q = models.Q(version__published_at__isnull=False)

    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    picture = models.CharField(max_length=64, blank=True, default="", editable=False)
    picture_width = models.PositiveSmallIntegerField(default=0, editable=False)
    picture_height = models.PositiveSmallIntegerField(default=0, editable=False)

    version: Any

    class Meta:
        abstract = True

    def in_frozen_parent(self) -> bool:
        published = CertificateTemplateVersion.objects.published()
        return bool(published.filter(pk=self.version_id).exists())  # type: ignore[attr-defined]


class TemplateSignatory(PicturedRow):
    version = ParentalKey(
        CertificateTemplateVersion, on_delete=models.CASCADE, related_name="signatories"
    )
    name = models.CharField(
        _("signatory"), max_length=120, validators=[validate_printable]
    )
    title = I18nCharField(_("title of the signatory"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if faults := unprintable_fields({"title": self.title}):
            raise ValidationError(faults)


class TemplateLogo(PicturedRow):
    version = ParentalKey(
        CertificateTemplateVersion, on_delete=models.CASCADE, related_name="logos"
    )
    name = I18nCharField(
        _("name of the organisation"),
        help_text=_("Read aloud in the place of the logo."),
    )

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.name)
