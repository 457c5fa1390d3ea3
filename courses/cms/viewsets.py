"""Listings and forms: courses, exercises, descriptions, cohorts, coaches, people."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import policy_registry

from courses.cms.forms import (
    NUMBERS,
    CohortCoachForm,
    CourseForm,
    ExerciseForm,
    NewCourseForm,
    NewExerciseForm,
)
from courses.cms.widgets import LanguagesInput
from courses.models import (
    Cohort,
    CohortCoach,
    Course,
    DescriptionTemplate,
    Enrolment,
    Exercise,
    Team,
)
from courses.services.drafting import draft_course, draft_exercise

LIMITS = ["min_words", "max_words", "max_chars"]


def languages_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=LanguagesInput)


class KeepingDelete(generic.DeleteView):
    """Asks the policy about the row at hand, which Wagtail's own view doesn't."""

    def get_object(self, queryset: Any = None) -> Any:
        row = super().get_object(queryset)
        policy = policy_registry.get(row)
        if not policy.user_has_permission_for_instance(
            self.request.user, "delete", row
        ):
            raise PermissionDenied
        return row


class CourseAdd(generic.CreateView):
    """Makes the row and a draft of its page in the site's first language."""

    def save_instance(self) -> Course:
        course, _page = draft_course(
            course=self.form.instance,
            title=self.form.cleaned_data["title"],
            summary=self.form.cleaned_data["summary"],
            by=self.request.user,
        )
        return course


class CourseViewSet(ModelViewSet):
    model = Course
    delete_view_class = KeepingDelete
    icon = "openquote"
    menu_label = gettext_lazy("Courses")
    url_namespace = "valmentamo_courses_course"
    url_prefix = "courses/course"
    add_view_class = CourseAdd
    list_display = ["slug", "hours", "rubric_version"]
    search_fields = ["slug"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            "slug",
            "rubric_version",
            "description_template",
            "certificate_template",
            MultiFieldPanel(NUMBERS, heading=gettext_lazy("Work and promises")),
        ],
        base_form_class=CourseForm,
    )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        plain = {"panel": None, "form_class": NewCourseForm}
        return super().get_add_view_kwargs(**kwargs) | plain


class ExerciseAdd(generic.CreateView):
    """Makes the row and a draft of its page; criteria and parts come on the next screen."""

    def get_initial(self) -> dict[str, Any]:
        return {"module": self.request.GET.get("module", "")}

    def save_instance(self) -> Exercise:
        exercise, _page = draft_exercise(
            exercise=self.form.instance,
            module=self.form.cleaned_data["module"],
            title=self.form.cleaned_data["title"],
            prompt=self.form.cleaned_data["prompt"],
            by=self.request.user,
        )
        return exercise

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


class ExerciseEdit(generic.EditView):
    """An exercise that learners have worked on is shown, not edited."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        return self._shown() or super().dispatch(request, *args, **kwargs)

    def _shown(self) -> HttpResponse | None:
        if not Exercise.objects.in_use().filter(pk=self.object_pk).exists():
            return None
        text = _(
            "Learners have worked on this exercise, so what it asks can't be changed. The "
            "texts of its pages can."
        )
        messages.info(self.request, text)
        return redirect("valmentamo_courses_exercise:inspect", self.object_pk)


class ExerciseInspect(generic.InspectView):
    template_name = "valmentamo_courses/cms/exercise_inspect.html"


class ExerciseViewSet(ModelViewSet):
    model = Exercise
    delete_view_class = KeepingDelete
    icon = "form"
    menu_label = gettext_lazy("Exercises")
    url_namespace = "valmentamo_courses_exercise"
    url_prefix = "courses/exercise"
    add_view_class = ExerciseAdd
    edit_view_class = ExerciseEdit
    inspect_view_class = ExerciseInspect
    inspect_view_enabled = True
    inspect_view_fields = ["course", "key", "type", "rated_by"]
    inspect_template_name = "valmentamo_courses/cms/exercise_inspect.html"
    list_display = [
        "key",
        "course",
        "type",
        "rated_by",
        BooleanColumn("required", label=gettext_lazy("Required"), sort_key="required"),
    ]
    list_filter = ["course", "type"]
    search_fields = ["key"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            "key",
            "type",
            MultiFieldPanel(
                ["unit", "rated_by", "self_rating", "occasion"],
                heading=gettext_lazy("Who works and who rates"),
            ),
            MultiFieldPanel(
                ["required", "required_from_stage", "minutes", "sort_order"],
                heading=gettext_lazy("Place in the course"),
            ),
            MultiFieldPanel(
                ["min_rows", "reviews", "calibration_samples", "allows_attachments"],
                heading=gettext_lazy("Limits"),
            ),
            InlinePanel(
                "parts",
                heading=gettext_lazy("Parts of the answer"),
                panels=[
                    "key",
                    "kind",
                    "sort_order",
                    languages_panel("label"),
                    "required",
                    *LIMITS,
                    "count",
                ],
            ),
            InlinePanel(
                "exercise_criteria",
                heading=gettext_lazy("Criteria"),
                min_num=1,
                panels=["criterion", "sort_order"],
            ),
            InlinePanel(
                "feeds",
                heading=gettext_lazy("Fields of the description that it fills"),
                panels=["field", "sort_order"],
            ),
        ],
        base_form_class=ExerciseForm,
    )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        plain = {"panel": None, "form_class": NewExerciseForm}
        return super().get_add_view_kwargs(**kwargs) | plain


class TemplateViewSet(ModelViewSet):
    model = DescriptionTemplate
    delete_view_class = KeepingDelete
    icon = "list-ul"
    menu_label = gettext_lazy("Descriptions")
    url_namespace = "valmentamo_courses_template"
    url_prefix = "courses/template"
    list_display = ["slug", "title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            "slug",
            languages_panel("title"),
            InlinePanel(
                "fields",
                heading=gettext_lazy("Fields"),
                panels=[
                    "key",
                    "sort_order",
                    languages_panel("label"),
                    languages_panel("help"),
                    "max_chars",
                    "max_words",
                    "shown_to_peers",
                    "innokyla",
                    "sim",
                ],
            ),
        ]
    )


class CohortIndex(generic.IndexView):
    def get_list_more_buttons(self, instance: Cohort) -> list[MenuItem]:
        report = MenuItem(
            _("Report"),
            reverse("valmentamo_courses:report", args=[instance.uuid]),
            icon_name="table",
            priority=5,
        )
        return [report, *super().get_list_more_buttons(instance)]


class CohortViewSet(ModelViewSet):
    model = Cohort
    index_view_class = CohortIndex
    delete_view_class = KeepingDelete
    icon = "group"
    menu_label = gettext_lazy("Cohorts")
    url_namespace = "valmentamo_courses_cohort"
    url_prefix = "courses/cohort"
    list_display = ["name", "course", "kind", "starts_on", "ends_on"]
    list_filter = ["course", "kind"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    form_fields = [
        "course",
        "name",
        "kind",
        "starts_on",
        "ends_on",
        "enrolment_opens_at",
        "enrolment_closes_at",
        "partner",
    ]


class CohortCoachViewSet(ModelViewSet):
    model = CohortCoach
    icon = "user"
    menu_label = gettext_lazy("Coaches")
    url_namespace = "valmentamo_courses_coach"
    url_prefix = "courses/coach"
    list_display = ["user", "cohort", "starts_on", "ends_on", "substitute"]
    list_filter = ["cohort"]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = CohortCoachForm.Meta.fields

    def get_form_class(self, for_update: bool = False) -> type[CohortCoachForm]:
        return CohortCoachForm


class EnrolmentViewSet(ModelViewSet):
    model = Enrolment
    icon = "clipboard-list"
    menu_label = gettext_lazy("Enrolments")
    url_namespace = "valmentamo_courses_enrolment"
    url_prefix = "courses/enrolment"
    list_display = [
        "user",
        "cohort",
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        "enrolled_at",
    ]
    list_filter = ["cohort", "kind", "state"]
    list_export = ["cohort", "kind", "state", "enrolled_at"]
    ordering = ["-enrolled_at"]
    form_fields = ["state"]
    copy_view_enabled = False
    add_to_reference_index = False


class TeamViewSet(ModelViewSet):
    model = Team
    icon = "group"
    menu_label = gettext_lazy("Teams")
    url_namespace = "valmentamo_courses_team"
    url_prefix = "courses/team"
    list_display = [
        "name",
        "cohort",
        Column("get_stage_display", label=gettext_lazy("Stage"), sort_key="stage"),
        "organisation",
        "partner",
    ]
    list_filter = ["cohort", "stage"]
    search_fields = ["name", "organisation"]
    search_backend_name = None
    ordering = ["name"]
    form_fields = ["name"]
    copy_view_enabled = False
    add_to_reference_index = False


class CoursesGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Courses")
    menu_icon = "openquote"
    menu_order = 200
    items = (
        CourseViewSet,
        ExerciseViewSet,
        TemplateViewSet,
        CohortViewSet,
        CohortCoachViewSet,
        EnrolmentViewSet,
        TeamViewSet,
    )
