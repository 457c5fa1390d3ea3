"""What a version is made of: names of levels, criteria and their levels."""

import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from rubric.enums import FROZEN_STATES, RatedBy, not_asked_of
from rubric.models.version import RubricVersion
from rubric.querysets import CriterionQuerySet
from valmentamo.guarding import FrozenModel, FrozenQuerySet


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
    rated_by = models.CharField(
        _("rated by"),
        max_length=8,
        choices=RatedBy.choices,
        default=RatedBy.EVERYONE,
        help_text=_("A result never counts what only the author rates."),
    )
    looks_at = models.JSONField(
        _("looks at"),
        default=list,
        blank=True,
        help_text=_("Keys of the parts of the work; the app above knows them."),
    )
    name = I18nCharField(_("name"))
    question = I18nTextField(_("question"))
    #: What another system said of it (identifiers, addresses), word for word.
    source = models.JSONField(default=dict, blank=True, editable=False)

    objects: ClassVar = CriterionQuerySet.as_manager()

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

    def is_asked_of(self, kind: str) -> bool:
        """Whether an assessment of this kind may ask it; as the queryset's
        `for_kind`."""
        return self.rated_by != not_asked_of(kind)

    def in_frozen_parent(self) -> bool:
        return self.version.was_published


class Level(FrozenModel):
    """What a description shows when it reaches this level of the criterion."""

    frozen_q = Q(criterion__version__state__in=FROZEN_STATES)

    criterion = ParentalKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    value = models.PositiveSmallIntegerField(_("value"))
    descriptor = I18nTextField(_("descriptor"))
    points = models.DecimalField(
        _("points"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("For a sum of points; when empty, the number of the level."),
    )
    source = models.JSONField(default=dict, blank=True, editable=False)

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
