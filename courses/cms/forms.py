"""Forms of the CMS for the rows that all languages of a course share."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.forms import I18nModelForm
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from courses.cms.choosing import coach_chooser
from courses.cms.widgets import LanguagesTextarea
from courses.enums import ExerciseType, Unit
from courses.exceptions import KeyTaken
from courses.models import (
    CohortCoach,
    Course,
    CoursePage,
    Exercise,
    ModulePage,
    PartnerTask,
)
from courses.raters import have_nothing_to_rate, rater_of
from courses.services.authoring import criteria_without_successor
from rubric.models import RubricVersion

NUMBERS = [
    "hours",
    "weeks",
    "team_max",
    "peer_reviews_required",
    "coach_answer_days",
    "feedback_rounds",
]


class NewCourseForm(forms.ModelForm):
    """The row of a course with the first texts of its page."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    summary = forms.CharField(label=gettext_lazy("Summary"), widget=forms.Textarea)

    class Meta:
        model = Course
        fields = [
            "slug",
            "rubric_version",
            "description_template",
            "certificate_template",
            *NUMBERS,
        ]

    field_order = ("title", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = cast(forms.ModelChoiceField, self.fields["rubric_version"])
        versions.queryset = RubricVersion.objects.published()


class CourseForm(WagtailAdminModelForm):
    """What learners stand on can't be exchanged under them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.rubric_version_id
        published = RubricVersion.objects.published()
        self.fields["rubric_version"].queryset = (
            published | RubricVersion.objects.filter(pk=kept)
        )
        self.fields["slug"].disabled = True
        if Course.objects.in_use().filter(pk=self.instance.pk).exists():
            for name in ("rubric_version", "description_template"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "The course has learners, so this can't be changed any more."
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        version = data.get("rubric_version")
        if version is None or "rubric_version" not in self.changed_data:
            return data
        gone = criteria_without_successor(course=self.instance, version=version)
        if gone:
            message = _(
                "The version has no criterion that continues these: %(names)s. Take them "
                "out of the exercises first."
            )
            names = ", ".join(str(criterion) for criterion in gone)
            self.add_error("rubric_version", message % {"names": names})
        return data


class NewExerciseForm(forms.ModelForm):
    """The row of an exercise with its page as a draft in a module."""

    module: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Module"), queryset=ModulePage.objects.none()
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    prompt = forms.CharField(label=gettext_lazy("Prompt"), widget=forms.Textarea)

    class Meta:
        model = Exercise
        fields = ["key", "type", "minutes"]

    field_order = ("module", "title", "prompt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = ModulePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        modules = cast(forms.ModelChoiceField, self.fields["module"])
        modules.queryset = source.order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, module, key = data.get("type"), data.get("module"), data.get("key")
        if module and key:
            course = CoursePage.objects.ancestor_of(module).values("course")
            if Exercise.objects.filter(course__in=course, key=key).exists():
                self.add_error("key", str(KeyTaken.message))
        if kind:
            self.instance.rated_by = rater_of(kind)
        if kind == ExerciseType.PEER_REVIEW:
            self.instance.unit, self.instance.reviews = Unit.PERSON, 2
        return data


class ExerciseForm(WagtailAdminModelForm):
    """Offers only criteria of the course's rubric and fields of its description."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.instance.course
        self.fields["key"].disabled = True
        _offer(
            self.formsets["exercise_criteria"],
            "criterion",
            course.rubric_version.criteria.all(),
        )
        fields = course.description_template.fields.all()
        _offer(self.formsets["feeds"], "field", fields)

    def is_valid(self) -> bool:
        """Parts and criteria are cleaned after the form itself, so they come last."""
        if not super().is_valid():
            return False
        self._check_limits()
        self._check_criteria()
        return not self.errors

    def _check_limits(self) -> None:
        for part in self.formsets["parts"].forms:
            least = part.cleaned_data.get("min_words")
            most = part.cleaned_data.get("max_words")
            if least and most and least > most:
                message = _("The fewest words are more than the most.")
                part.add_error("min_words", message)
                self.add_error(None, message)

    def _check_criteria(self) -> None:
        """Somebody must have something to rate."""
        rows = [row.cleaned_data for row in self.formsets["exercise_criteria"].forms]
        kept = [row for row in rows if row.get("criterion") and not row.get("DELETE")]
        whose = [row["criterion"].rated_by for row in kept]
        if whose and have_nothing_to_rate(self.cleaned_data["rated_by"], whose):
            message = _("Those who rate the exercise are asked none of its criteria.")
            self.add_error(None, message)


def _offer(formset: Any, name: str, rows: QuerySet[Any, Any]) -> None:
    """Limit a choice in every form of the set, the empty one included."""

    class Limited(formset.form):  # type: ignore[name-defined,misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields[name].queryset = rows

    formset.form = Limited


class CohortCoachForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = CohortCoach
        fields = [
            "cohort",
            "user",
            "starts_on",
            "ends_on",
            "absent_from",
            "absent_until",
            "substitute",
            "languages",
        ]
        widgets = {
            "user": coach_chooser.widget_class,
            "substitute": coach_chooser.widget_class,
        }


class PartnerTaskForm(I18nModelForm):
    """Learners of every language must be told, so the purpose is asked in all."""

    class Meta:
        model = PartnerTask
        fields = ["cohort", "partner", "purpose", "ends_on"]
        widgets = {"purpose": LanguagesTextarea, "ends_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose = self.fields["purpose"]
        purpose.require_all_fields = True
        for box in purpose.widget.widgets:
            box.attrs["rows"] = 3
