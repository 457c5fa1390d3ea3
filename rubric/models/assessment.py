"""What one assessor saw in one piece of work, criterion by criterion."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from rubric.enums import Aspect, AssessmentKind, AssessmentState
from rubric.models.structure import Criterion, Level
from rubric.models.version import RubricVersion
from rubric.querysets import AssessmentQuerySet
from valmentamo.guarding import FrozenModel, FrozenQuerySet

COMMENT_LIMIT = 5000
CLOSED = (AssessmentState.SUBMITTED, AssessmentState.SUPERSEDED)


class Assessment(FrozenModel):
    """Append-only once submitted; a correction is a new one by the same assessor."""

    frozen_q = Q(state__in=CLOSED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="assessments"
    )
    criteria = models.ManyToManyField(
        Criterion, through="AskedCriterion", related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AssessmentKind.choices)
    subject = models.CharField(
        _("subject"),
        max_length=64,
        blank=True,
        db_index=True,
        editable=False,
        help_text=_("The host's name of the work; the same for all who assess it."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AssessmentState.choices,
        default=AssessmentState.DRAFT,
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assessor"),
    )
    started_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        editable=False,
    )

    objects: ClassVar = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(state=AssessmentState.DRAFT, submitted_at__isnull=True)
                | Q(state__in=CLOSED, submitted_at__isnull=False),
                name="rubric_assessment_submitted_has_date",
            ),
            # A correction stands beside the assessment that it supersedes, and a
            # sample may be practised on again.
            UniqueConstraint(
                fields=["subject", "assessor", "kind"],
                condition=Q(supersedes__isnull=True)
                & ~Q(subject="")
                & ~Q(kind=AssessmentKind.CALIBRATION),
                name="rubric_assessment_once",
            ),
            UniqueConstraint(
                fields=["subject", "assessor"],
                condition=Q(
                    kind=AssessmentKind.CALIBRATION, state=AssessmentState.DRAFT
                )
                & ~Q(subject=""),
                name="rubric_practice_draft_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uuid}"

    @property
    def is_draft(self) -> bool:
        return self.state == AssessmentState.DRAFT

    @property
    def counts(self) -> bool:
        return self.state == AssessmentState.SUBMITTED

    def is_by(self, person: Any) -> bool:
        """Nobody's own once its assessor has been erased: a visitor has no key either."""
        key = getattr(person, "pk", None)
        return key is not None and self.assessor_id == key


class AskedCriterion(FrozenModel):
    """Not asked, not yet rated, not assessable and a level are four things."""

    frozen_q = Q(assessment__state__in=CLOSED)

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="asked"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    #: Counts the changes of its rating and comments, for compare-and-set.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion asked")
        verbose_name_plural = _("criteria asked")
        ordering = ["criterion__sort_order", "criterion"]
        constraints = [
            UniqueConstraint(
                fields=["assessment", "criterion"], name="rubric_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.criterion_id}"

    def in_frozen_parent(self) -> bool:
        return not self.assessment.is_draft


class CriterionRating(FrozenModel):
    """A level or "not assessable". While it is not yet rated there is no row."""

    frozen_q = Q(assessment__state__in=CLOSED)

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="ratings"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_assessable = models.BooleanField(_("not assessable"), default=False)
    #: The level's value, copied when the assessment is submitted.
    points = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["criterion__sort_order", "criterion"]
        constraints = [
            UniqueConstraint(
                fields=["assessment", "criterion"], name="rubric_rating_once"
            ),
            CheckConstraint(
                condition=Q(level__isnull=False, not_assessable=False)
                | Q(level__isnull=True, not_assessable=True),
                name="rubric_rating_level_xor_not_assessable",
            ),
            CheckConstraint(
                condition=Q(points__isnull=True) | Q(level__isnull=False),
                name="rubric_rating_points_need_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level_id or '–'}"

    def clean(self) -> None:
        if self.level and self.level.criterion_id != self.criterion_id:
            raise ValidationError({"level": _("The level is of another criterion.")})

    def in_frozen_parent(self) -> bool:
        return not self.assessment.is_draft


class RatingComment(FrozenModel):
    """Text about a person's work, in a row of its own: it can be erased while the
    levels stay. It hangs on the criterion asked, so that it may be written before a
    level is chosen; `rating` is filled while there is one.
    """

    frozen_q = Q(asked__assessment__state__in=CLOSED)

    asked = models.ForeignKey(
        AskedCriterion, on_delete=models.CASCADE, related_name="comments"
    )
    rating = models.ForeignKey(
        CriterionRating,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
    )
    aspect = models.CharField(
        _("aspect"), max_length=12, choices=Aspect.choices, blank=True, default=""
    )
    text = models.TextField(
        _("comment"), blank=True, validators=[MaxLengthValidator(COMMENT_LIMIT)]
    )
    language = models.CharField(_("language"), max_length=12, blank=True)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a rating")
        verbose_name_plural = _("comments on ratings")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["asked", "aspect"], name="rubric_comment_aspect"),
        ]

    def __str__(self) -> str:
        return self.text[:50]

    def in_frozen_parent(self) -> bool:
        return not self.asked.assessment.is_draft
