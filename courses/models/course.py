"""Language-neutral rows of a course: what must not drift between languages."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.enums import (
    ExerciseType,
    Occasion,
    PartKind,
    RatedBy,
    SelfRating,
    Stage,
    Unit,
)
from courses.querysets import CourseQuerySet, ExerciseQuerySet


class DescriptionTemplate(ClusterableModel):
    """The fields of an innovation description, shared by courses."""

    slug = models.SlugField(_("identifier"), max_length=80, unique=True)
    title = I18nCharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("description template")
        verbose_name_plural = _("description templates")

    def __str__(self) -> str:
        return self.slug


class DescriptionField(models.Model):
    """One field of the description; `innokyla` and `sim` name its counterparts there."""

    template = ParentalKey(
        DescriptionTemplate, on_delete=models.CASCADE, related_name="fields"
    )
    key = models.SlugField(_("key"), max_length=40)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = I18nCharField(_("label"), max_length=200)
    help = I18nCharField(_("help"), max_length=300, blank=True)
    max_chars = models.PositiveIntegerField(_("most characters"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    shown_to_peers = models.BooleanField(_("shown to peers"), default=True)
    innokyla = models.CharField(_("Innokylä field"), max_length=200, blank=True)
    sim = models.CharField(_("SIM field"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("description field")
        verbose_name_plural = _("description fields")
        ordering = ("sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                "template", "key", name="courses_field_key_once_a_template"
            )
        ]

    def __str__(self) -> str:
        return self.key


class Course(models.Model):  # type: ignore[django-manager-missing]
    """A course in all its languages. `uuid` is the translation key of its pages."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    slug = models.SlugField(_("identifier"), max_length=80, unique=True)
    rubric_version = models.ForeignKey(
        "valmentamo_rubric.RubricVersion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rubric version"),
    )
    description_template = models.ForeignKey(
        DescriptionTemplate,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("description template"),
    )
    certificate_template = models.ForeignKey(
        "valmentamo_certificates.CertificateTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate template"),
    )
    levels_on_certificate = models.BooleanField(
        _("levels on the certificate"),
        default=False,
        help_text=_(
            "The certificate and its credential tell which level the description "
            "reached on each criterion."
        ),
    )
    hours = models.PositiveSmallIntegerField(_("hours of work"))
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    team_max = models.PositiveSmallIntegerField(
        _("most people in a team"), default=4, validators=[MinValueValidator(1)]
    )
    peer_reviews_required = models.PositiveSmallIntegerField(
        _("peer reviews that each person gives"), default=2
    )
    coach_answer_days = models.PositiveSmallIntegerField(
        _("days in which a coach answers"), default=7
    )
    feedback_rounds = models.PositiveSmallIntegerField(
        _("feedback rounds that are promised"), default=2
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.slug


class Exercise(ClusterableModel):
    """What is asked and how it counts. `uuid` is the translation key of its pages."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        related_name="exercises",
        verbose_name=_("course"),
    )
    key = models.SlugField(_("key"), max_length=40)
    sort_order = models.PositiveSmallIntegerField(_("order in the course"), default=0)
    type = models.CharField(_("type"), max_length=20, choices=ExerciseType)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, default=Unit.TEAM)
    rated_by = models.CharField(_("rated by"), max_length=8, choices=RatedBy)
    self_rating = models.CharField(
        _("own rating"), max_length=8, choices=SelfRating, default=SelfRating.OFFERED
    )
    occasion = models.CharField(
        _("occasion"), max_length=8, choices=Occasion, blank=True, default=Occasion.NONE
    )
    required = models.BooleanField(_("required"), default=True)
    required_from_stage = models.CharField(
        _("required from this stage onward"), max_length=8, choices=Stage, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), default=0)
    min_rows = models.PositiveSmallIntegerField(_("fewest table rows"), default=0)
    reviews = models.PositiveSmallIntegerField(
        _("reviews that each person gives"), default=0
    )
    calibration_samples = models.PositiveSmallIntegerField(
        _("samples to practise on"), default=0
    )
    allows_attachments = models.BooleanField(_("takes attachments"), default=False)
    lead_label = I18nCharField(
        _("heading above the table's own fields"), max_length=200, blank=True
    )

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ("sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                "course", "key", name="courses_exercise_key_once_a_course"
            )
        ]

    def __str__(self) -> str:
        return self.key

    def required_at(self, stage: str) -> bool:
        """Whether a team at `stage` must have this exercise accepted."""
        if self.required_from_stage:
            return Stage(stage).rank >= Stage(self.required_from_stage).rank
        return self.required


class ExerciseCriterion(models.Model):
    """A criterion on which the answer is rated."""

    exercise = ParentalKey(
        Exercise, on_delete=models.CASCADE, related_name="exercise_criteria"
    )
    criterion = models.ForeignKey(
        "valmentamo_rubric.Criterion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("criterion"),
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                "exercise", "criterion", name="courses_criterion_once_an_exercise"
            )
        ]


class ExerciseFeed(models.Model):
    """A description field that an accepted answer fills."""

    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="feeds")
    field = models.ForeignKey(
        DescriptionField, on_delete=models.PROTECT, related_name="feeds"
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                "exercise", "field", name="courses_field_once_an_exercise"
            )
        ]


class AnswerPart(models.Model):
    """One part of an answer: its key, kind, label and limits.

    The label stands here and not on the page because it belongs to its key: a label
    that drifted from its key would put an answer under the wrong heading.
    """

    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(_("key"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=PartKind)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = I18nCharField(_("label"), max_length=200, blank=True)
    required = models.BooleanField(_("required"), default=True)
    min_words = models.PositiveIntegerField(_("fewest words"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    max_chars = models.PositiveIntegerField(_("most characters"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("how many to choose"), default=0)

    class Meta:
        verbose_name = _("answer part")
        verbose_name_plural = _("answer parts")
        ordering: ClassVar = ("sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                "exercise", "key", name="courses_part_key_once_an_exercise"
            )
        ]

    def __str__(self) -> str:
        return self.key
