"""The catalogue and a course's public page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import CourseIndexPage, CoursePage
from courses.screens.catalogue import CourseScreen, cards, crumbs


def index_context(
    page: CourseIndexPage, request: HttpRequest | None = None
) -> dict[str, Any]:
    shown = {"cards": cards(page, request)}
    return shown | {"crumbs": crumbs(page, request)} if request else shown


def course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    context = {
        "page": page,
        "course": page.course,
        "screen": CourseScreen(page, request),
        "crumbs": crumbs(page, request),
    }
    return render(request, "valmentamo_courses/course.html", context)
