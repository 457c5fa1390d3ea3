"""The listing and the form of courses."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.cms.deleting import KeepingDelete
from courses.cms.forms import NUMBERS, CourseForm, NewCourseForm
from courses.models import Course
from courses.services.authoring import follow_rubric
from courses.services.drafting import draft_course


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


class CourseEdit(generic.EditView):
    """With another version of the rubric, the exercises ask its criteria."""

    @transaction.atomic
    def save_instance(self) -> Course:
        course: Course = super().save_instance()
        if "rubric_version" in self.form.changed_data:
            follow_rubric(course=course, by=self.request.user)
        return course


class CourseViewSet(ModelViewSet):
    model = Course
    edit_view_class = CourseEdit
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
            "levels_on_certificate",
            MultiFieldPanel(NUMBERS, heading=gettext_lazy("Work and promises")),
        ],
        base_form_class=CourseForm,
    )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        plain = {"panel": None, "form_class": NewCourseForm}
        return super().get_add_view_kwargs(**kwargs) | plain
