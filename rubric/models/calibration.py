"""Sample descriptions with an expert's levels, for practice and for examples."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from rubric.models.assessment import Assessment
from rubric.models.structure import Criterion, Level
from rubric.models.version import RubricVersion
from rubric.querysets import CalibrationAttemptQuerySet, ExemplarQuerySet
from valmentamo.guarding import FrozenModel


class Exemplar(models.Model):
    """A description in one language; `fields` holds its texts by the field's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="exemplars"
    )
    slug = models.SlugField(_("identifier"), max_length=100)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12)
    band = models.CharField(_("band"), max_length=20, blank=True)
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    use = models.CharField(_("use"), max_length=30, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    is_fictional = models.BooleanField(_("fictional"), default=False)
    fields = models.JSONField(_("texts"), default=dict)
    faults = models.JSONField(_("codes of faults"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    #: Carried over from the version before; saving it says that the levels still hold.
    needs_checking = models.BooleanField(_("to be checked"), default=False)

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


class CalibrationAttempt(FrozenModel):
    """How one practice assessment of a sample compared with the expert's levels.

    Written when the practice assessment is submitted; it never changes. The counts are
    kept so that passing can be told again from them.
    """

    frozen_q = Q()

    exemplar = models.ForeignKey(
        Exemplar, on_delete=models.PROTECT, related_name="attempts"
    )
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="calibration"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assessor"),
    )
    #: Criteria that both rated with a level, and how many of them agree.
    compared = models.PositiveSmallIntegerField(_("compared"))
    exact = models.PositiveSmallIntegerField(_("the same level"))
    within_one = models.PositiveSmallIntegerField(_("within one level"))
    #: Sum of assessor's level minus expert's level.
    difference = models.SmallIntegerField(_("sum of differences"))
    #: Criteria where only one of the two said "not assessable".
    apart = models.PositiveSmallIntegerField(_("only one could assess"), default=0)
    passed = models.BooleanField(_("passed"))
    completed_at = models.DateTimeField(_("time"), editable=False)
    due_at = models.DateTimeField(_("due again"), editable=False)

    objects: ClassVar = CalibrationAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice of an assessor")
        verbose_name_plural = _("practices of assessors")
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(exact__lte=F("within_one"))
                & Q(within_one__lte=F("compared")),
                name="rubric_calibration_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exemplar_id}: {self.within_one}/{self.compared}"
