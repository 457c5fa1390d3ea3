"""A rubric and its versions."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.models import ClusterableModel

from rubric.enums import FROZEN_STATES, OPEN_STATES, Pooling, VersionState
from rubric.querysets import RubricVersionQuerySet
from valmentamo.guarding import FrozenModel


class Rubric(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("identifier"), max_length=100, unique=True)

    calibration_share = models.PositiveSmallIntegerField(
        _("share within one level, per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("So much of a practice must be within one level of the expert."),
    )
    calibration_bias = models.DecimalField(
        _("greatest mean difference"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
        help_text=_(
            "Whoever is stricter or milder than this on average does not pass."
        ),
    )
    calibration_days = models.PositiveSmallIntegerField(
        _("practice is valid, days"),
        default=365,
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class RubricVersion(FrozenModel, ClusterableModel):
    """One wording of a rubric. Once published, no door can change it."""

    frozen_q = Q(state__in=FROZEN_STATES)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    label = models.CharField(
        _("version"), max_length=20, help_text=_("For people, for example 1.0.")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    languages = models.JSONField(_("languages"), default=list)

    title = I18nCharField(_("title"))
    purpose = I18nTextField(_("purpose"))
    assessor_note = I18nTextField(_("note for assessors"))
    choose_level = I18nTextField(_("how to choose a level"))
    not_assessable_label = I18nCharField(_("name of the state 'not assessable'"))
    not_assessable_text = I18nTextField(_("what 'not assessable' means"))
    rules_text = I18nTextField(_("rules in words"))
    disclaimer = I18nTextField(_("disclaimer"))

    minimum_level = models.PositiveSmallIntegerField(_("minimum level"), default=2)
    pass_mean = models.DecimalField(_("mean to pass"), max_digits=6, decimal_places=4)
    parts_minimum_level = models.PositiveSmallIntegerField(
        _("minimum level in an exercise"), default=2
    )
    parts_pass_mean = models.DecimalField(
        _("mean to accept an exercise"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
    )
    distinction_mean = models.DecimalField(
        _("mean for distinction"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    distinction_level = models.PositiveSmallIntegerField(
        _("level for distinction"),
        default=3,
        help_text=_("Needed on each criterion that is marked for distinction."),
    )

    points_to_pass = models.DecimalField(
        _("points to pass"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("For the rule set that sums points; minimum level and gates hold."),
    )
    pooling = models.CharField(
        _("several assessors"),
        max_length=6,
        choices=Pooling.choices,
        default=Pooling.ONE,
    )
    #: What another system said of it (identifiers, addresses), word for word.
    source = models.JSONField(default=dict, blank=True, editable=False)

    structure_hash = models.CharField(max_length=64, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects: ClassVar = RubricVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubric version")
        verbose_name_plural = _("rubric versions")
        permissions = [("publish_rubricversion", _("Can publish a rubric version"))]
        ordering = ["rubric", "-number"]
        constraints = [
            UniqueConstraint(
                fields=["rubric", "number"], name="rubric_version_number_unique"
            ),
            UniqueConstraint(
                fields=["rubric", "label"], name="rubric_version_label_unique"
            ),
            UniqueConstraint(
                fields=["rubric"],
                condition=Q(state__in=OPEN_STATES),
                name="rubric_version_one_open",
            ),
            CheckConstraint(
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=FROZEN_STATES, published_at__isnull=False),
                name="rubric_version_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    @property
    def was_published(self) -> bool:
        return self.state in FROZEN_STATES
