"""Certificate templates and their frozen versions: typed texts, never HTML or CSS."""

import uuid
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.models import ClusterableModel

from valmentamo.guarding import FrozenModel

from ..colours import INK_GREEN, validate_accent
from ..enums import Layout
from ..placeholders import validate_placeholders
from ..printing import unprintable_fields
from ..querysets import TemplateVersionQuerySet
from ..wording import check_wording, wording
from .partner import Issuer


def default_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class CertificateTemplate(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name for staff"), max_length=200)

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class TemplateTexts(models.Model):
    """The words that a template version prints, each in every language."""

    title = I18nCharField(_("title"), default=partial(wording, "title"))
    body = I18nTextField(_("sentence"), validators=[validate_placeholders])
    body_with_innovation = I18nTextField(
        _("sentence that names the innovation"), validators=[validate_placeholders]
    )
    disclaimer = I18nTextField(
        _("what the certificate is not"), default=partial(wording, "disclaimer")
    )
    seal_note = I18nCharField(
        _("sentence about the seal"), default=partial(wording, "seal_note")
    )
    eu_statement = I18nCharField(
        _("statement of EU funding"), default=partial(wording, "eu_statement")
    )
    heading_outcomes = I18nCharField(
        _("heading of the outcomes"), default=partial(wording, "heading_outcomes")
    )
    heading_facts = I18nCharField(
        _("heading of the details"), default=partial(wording, "heading_facts")
    )
    label_organiser = I18nCharField(
        _("word for the organiser"), default=partial(wording, "label_organiser")
    )
    label_learner_organisation = I18nCharField(
        _("word for the participant's organisation"),
        default=partial(wording, "label_learner_organisation"),
    )
    label_partner = I18nCharField(
        _("word for the partner"), default=partial(wording, "label_partner")
    )
    label_participation_form = I18nCharField(
        _("word for the form of participation"),
        default=partial(wording, "label_participation_form"),
    )
    label_workload = I18nCharField(
        _("word for the workload"), default=partial(wording, "label_workload")
    )
    label_participation_and_workload = I18nCharField(
        _("word for participation and workload"),
        default=partial(wording, "label_participation_and_workload"),
    )
    label_assessment = I18nCharField(
        _("word for the assessment"), default=partial(wording, "label_assessment")
    )
    label_framework_level = I18nCharField(
        _("word for the level"), default=partial(wording, "label_framework_level")
    )
    label_quality_assurance = I18nCharField(
        _("word for the quality assurance"),
        default=partial(wording, "label_quality_assurance"),
    )
    label_levels = I18nCharField(
        _("word for the levels reached"), default=partial(wording, "label_levels")
    )
    label_check = I18nCharField(
        _("words before the address"), default=partial(wording, "label_check")
    )
    label_code = I18nCharField(
        _("word for the code"), default=partial(wording, "label_code")
    )
    label_qr = I18nCharField(
        _("text of the QR code for screen readers"),
        default=partial(wording, "label_qr"),
    )

    class Meta:
        abstract = True


class CertificateTemplateVersion(FrozenModel, ClusterableModel, TemplateTexts):
    """One version. Published, it never changes: certificates point at it for ever."""

    frozen_q = models.Q(published_at__isnull=False)

    template = models.ForeignKey(
        CertificateTemplate,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("certificate template"),
    )
    number = models.PositiveIntegerField(_("version"))
    issuer = models.ForeignKey(
        Issuer, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuer")
    )
    layout = models.CharField(
        _("layout"), max_length=20, choices=Layout, default=Layout.LANDSCAPE
    )
    languages = models.JSONField(_("languages"), default=default_languages)
    co_funded = models.BooleanField(_("co-funded by the European Union"), default=False)
    accent = models.CharField(
        _("colour of headings and marks"),
        max_length=7,
        default=INK_GREEN,
        validators=[validate_accent],
    )
    little_ink = models.BooleanField(
        _("little ink"),
        default=False,
        help_text=_("Lines in the place of coloured surfaces."),
    )
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, editable=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("template version")
        verbose_name_plural = _("template versions")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="certificates_template_number"
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=models.Q(published_at=None),
                name="certificates_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def clean(self) -> None:
        frozen = type(self).objects.published().filter(pk=self.pk)
        if self.pk and frozen.exists():
            raise ValidationError(
                _("A published version can't be changed. Make a new version."),
                code="published",
            )
        texts = {
            f.name: getattr(self, f.name) for f in TemplateTexts._meta.get_fields()
        }
        faults = check_wording(texts, self.languages, co_funded=self.co_funded)
        if faults := {**faults, **unprintable_fields(texts)}:
            raise ValidationError(faults)
