"""A rubric, its versions and what a version is made of."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from rubric.enums import FROZEN_STATES, OPEN_STATES, CrosswalkKind, VersionState
from rubric.querysets import RubricVersionQuerySet
from valmentamo.guarding import FrozenModel, FrozenQuerySet


class Rubric(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("identifier"), max_length=100, unique=True)

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


class ScaleLabel(FrozenModel):
    """The name of a level, the same for every criterion of the version."""

    frozen_q = Q(version__state__in=FROZEN_STATES)

    version = ParentalKey(RubricVersion, on_delete=models.CASCADE, related_name="scale")
    value = models.PositiveSmallIntegerField(_("value"))
    key = models.SlugField(_("key"), max_length=40)
    label = I18nCharField(_("label"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a level")
        verbose_name_plural = _("names of levels")
        ordering = ["value"]
        constraints = [
            UniqueConstraint(fields=["version", "value"], name="rubric_scale_value"),
            UniqueConstraint(fields=["version", "key"], name="rubric_scale_key"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"

    def in_frozen_parent(self) -> bool:
        return self.version.was_published


class Criterion(FrozenModel, ClusterableModel):
    """`uuid` is the same in every version of the rubric, `key` is for people."""

    frozen_q = Q(version__state__in=FROZEN_STATES)

    version = ParentalKey(
        RubricVersion, on_delete=models.CASCADE, related_name="criteria"
    )
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    key = models.SlugField(_("key"), max_length=60)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    weight = models.PositiveIntegerField(_("weight"), validators=[MinValueValidator(1)])
    is_gate = models.BooleanField(
        _("gate"),
        default=False,
        help_text=_("Below the minimum level the description is always returned."),
    )
    needed_for_distinction = models.BooleanField(
        _("needed for distinction"), default=False
    )
    looks_at = models.JSONField(
        _("looks at"),
        default=list,
        blank=True,
        help_text=_("Keys of the parts of the work; the app above knows them."),
    )
    name = I18nCharField(_("name"))
    question = I18nTextField(_("question"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["sort_order", "pk"]
        constraints = [
            UniqueConstraint(fields=["version", "uuid"], name="rubric_criterion_uuid"),
            UniqueConstraint(fields=["version", "key"], name="rubric_criterion_key"),
            CheckConstraint(
                condition=Q(weight__gte=1), name="rubric_criterion_weight_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def in_frozen_parent(self) -> bool:
        return self.version.was_published


class Level(FrozenModel):
    """What a description shows when it reaches this level of the criterion."""

    frozen_q = Q(criterion__version__state__in=FROZEN_STATES)

    criterion = ParentalKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    value = models.PositiveSmallIntegerField(_("value"))
    descriptor = I18nTextField(_("descriptor"))

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["value"]
        constraints = [
            UniqueConstraint(fields=["criterion", "value"], name="rubric_level_value"),
            UniqueConstraint(fields=["criterion", "uuid"], name="rubric_level_uuid"),
        ]

    def __str__(self) -> str:
        return f"{self.value}"

    def in_frozen_parent(self) -> bool:
        return self.criterion.version.was_published


class Crosswalk(models.Model):
    """Which criterion of an earlier version a criterion of the next one continues."""

    source = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="successors"
    )
    target = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="predecessors"
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=CrosswalkKind.choices,
        default=CrosswalkKind.SAME,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("link between versions")
        verbose_name_plural = _("links between versions")
        constraints = [
            UniqueConstraint(fields=["source", "target"], name="rubric_crosswalk_pair"),
            CheckConstraint(
                condition=~Q(source=F("target")), name="rubric_crosswalk_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
