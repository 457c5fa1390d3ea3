"""The listing and the forms of exercises."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.cms.deleting import KeepingDelete
from courses.cms.forms import ExerciseForm, NewExerciseForm
from courses.cms.widgets import languages_panel
from courses.models import Exercise
from courses.services.drafting import draft_exercise

LIMITS = ["min_words", "max_words", "max_chars"]


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
            languages_panel("lead_label"),
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
