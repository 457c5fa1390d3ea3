"""Where courses and exercises begin in the CMS, and which rights can be given for them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage, ExercisePage

SHOWN = [
    "course",
    "exercise",
    "descriptiontemplate",
    "cohort",
    "cohortcoach",
    "partnertask",
    "enrolment",
    "team",
]


def begin_with_the_row(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """For `before_create_page`: these pages stand on a row, which is made with them."""
    if issubclass(page_class, CoursePage):
        return redirect("valmentamo_courses_course:add")
    if issubclass(page_class, ExercisePage):
        address = reverse("valmentamo_courses_exercise:add")
        return redirect(f"{address}?module={parent.pk}")
    return None


def listed_permissions() -> QuerySet[Permission, Any]:
    rows = Permission.objects.filter(content_type__app_label="valmentamo_courses")
    return rows.filter(content_type__model__in=SHOWN)
