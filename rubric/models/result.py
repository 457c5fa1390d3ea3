"""What ratings come to by a rule set; a stored result never changes."""

import uuid
from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from rubric.enums import LineBasis, Outcome, RuleSetName, Standing
from rubric.models.assessment import CriterionRating
from rubric.models.structure import Criterion, Level
from rubric.models.version import RubricVersion
from rubric.querysets import ResultQuerySet
from valmentamo.guarding import FrozenModel, FrozenQuerySet


class Result(FrozenModel):
    """Frozen once it is sealed. Another view of the work makes a new result."""

    frozen_q = Q(is_sealed=True)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="results"
    )
    rule_set = models.CharField(
        _("rule set"), max_length=8, choices=RuleSetName.choices
    )
    #: The weighted mean, or the sum of points, as it was added up; both are NULL when
    #: nothing was rated.
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    gate_met = models.BooleanField(_("gate met"))
    mean_decides = models.BooleanField(
        _("mean decides"),
        help_text=_("No: a criterion could not be assessed, or the rules ask no mean."),
    )
    distinction = models.BooleanField(_("distinction"), default=False)
    engine_version = models.PositiveSmallIntegerField(editable=False)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        editable=False,
    )
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    is_sealed = models.BooleanField(default=False, editable=False)

    objects: ClassVar = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__gte=1),
                name="rubric_result_whole_fraction",
            ),
            CheckConstraint(
                condition=Q(distinction=False) | Q(outcome=Outcome.PASSED),
                name="rubric_result_distinction_needs_pass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.uuid}"

    @property
    def number(self) -> Fraction | None:
        """The mean, or the sum where points are summed."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)

    @property
    def is_sum(self) -> bool:
        return bool(self.rule_set == RuleSetName.POINTS)

    @property
    def mean(self) -> Fraction | None:
        return None if self.is_sum else self.number

    @property
    def total(self) -> Fraction | None:
        return self.number if self.is_sum else None


class ResultLine(FrozenModel):
    """One criterion asked: the rating that counts, or an override with its reason."""

    frozen_q = Q(result__is_sealed=True)

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(
        CriterionRating,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="result_lines",
    )
    override_level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    override_reason = models.TextField(blank=True)
    basis = models.CharField(
        _("basis"), max_length=14, choices=LineBasis.choices, default=LineBasis.RATING
    )
    #: NULL is "not assessable", never zero.
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.PositiveIntegerField()
    standing = models.CharField(_("standing"), max_length=13, choices=Standing.choices)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a result")
        verbose_name_plural = _("lines of a result")
        ordering = ["criterion__sort_order", "criterion"]
        constraints = [
            UniqueConstraint(
                fields=["result", "criterion"], name="rubric_result_line_once"
            ),
            CheckConstraint(
                condition=Q(basis=LineBasis.OVERRIDE, rating__isnull=True)
                | (~Q(basis=LineBasis.OVERRIDE) & Q(rating__isnull=False)),
                name="rubric_result_line_rating_or_override",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.standing}"

    def in_frozen_parent(self) -> bool:
        return self.result.is_sealed


class PooledRating(FrozenModel):
    """One of several ratings from which a line's level was found."""

    frozen_q = Q(line__result__is_sealed=True)

    line = models.ForeignKey(
        ResultLine, on_delete=models.CASCADE, related_name="pooled"
    )
    rating = models.ForeignKey(
        CriterionRating, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("pooled rating")
        verbose_name_plural = _("pooled ratings")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["line", "rating"], name="rubric_pooled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.rating_id}"

    def in_frozen_parent(self) -> bool:
        return self.line.result.is_sealed
