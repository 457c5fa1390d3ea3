"""Sample descriptions with an expert's levels, for practice and for examples."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from rubric.models.version import Criterion, Level, RubricVersion
from rubric.querysets import ExemplarQuerySet


class Exemplar(models.Model):
    """A description in one language; `fields` holds its texts by the field's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="exemplars"
    )
    slug = models.SlugField(_("identifier"), max_length=100)
    language = models.CharField(_("language"), max_length=12)
    band = models.CharField(_("band"), max_length=20, blank=True)
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    use = models.CharField(_("use"), max_length=30, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    is_fictional = models.BooleanField(_("fictional"), default=False)
    fields = models.JSONField(_("texts"), default=dict)
    faults = models.JSONField(_("codes of faults"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar = ExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample description")
        verbose_name_plural = _("sample descriptions")
        ordering = ["slug"]
        constraints = [
            UniqueConstraint(fields=["version", "slug"], name="rubric_exemplar_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class ReferenceRating(models.Model):
    """The level that an expert gave, and why."""

    exemplar = models.ForeignKey(
        Exemplar, on_delete=models.CASCADE, related_name="ratings"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_assessable = models.BooleanField(_("not assessable"), default=False)
    rationale = models.TextField(_("rationale"), blank=True)

    class Meta:
        verbose_name = _("reference rating")
        verbose_name_plural = _("reference ratings")
        ordering = ["criterion__sort_order", "criterion"]
        constraints = [
            UniqueConstraint(
                fields=["exemplar", "criterion"], name="rubric_reference_once"
            ),
            CheckConstraint(
                condition=Q(level__isnull=False, not_assessable=False)
                | Q(level__isnull=True, not_assessable=True),
                name="rubric_reference_level_xor_not_assessable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level_id or '–'}"

    def clean(self) -> None:
        if self.level and self.level.criterion_id != self.criterion_id:
            raise ValidationError({"level": _("The level is of another criterion.")})
