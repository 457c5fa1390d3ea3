"""Modules and lessons, for those who are on the course."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from courses.models import LessonPage, ModulePage
from courses.screens.catalogue import crumbs
from courses.screens.lesson import InsideScreen


def module(request: HttpRequest, page: ModulePage) -> HttpResponse:
    return _show(request, page, "valmentamo_courses/module.html")


def lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    return _show(request, page, "valmentamo_courses/lesson.html")


def _show(request: HttpRequest, page: Page, template: str) -> HttpResponse:
    context = {
        "page": page,
        "screen": InsideScreen(page, request),
        "crumbs": crumbs(page, request),
    }
    return render(request, template, context)
