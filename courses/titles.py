"""Which page speaks for a row in a language; titles and addresses of exercises by it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from courses.models import Course, CoursePage, ExercisePage


def in_language[P: Page](pages: Iterable[P], language: str) -> P | None:
    """The page in a language, else in the site's first, else any; a live one before a
    draft and a translation before an alias. The pages come with their locale."""
    return min(pages, key=lambda page: _rank(page, language), default=None)


def _rank(page: Page, language: str) -> tuple[int, bool, bool, str]:
    wanted = (language, settings.LANGUAGE_CODE)
    code = page.locale.language_code
    place = wanted.index(code) if code in wanted else len(wanted)
    return (place, not page.live, page.alias_of_id is not None, page.path)


def exercise_titles(course: Course, language: str) -> dict[int, str]:
    """Title by id of exercise: one query for a whole course."""
    pages = _best(_exercise_pages(course), language, lambda page: page.exercise_id)
    return {pk: page.title for pk, page in pages.items()}


def exercise_urls(
    course: Course, language: str, request: HttpRequest | None = None
) -> dict[int, str]:
    """Address by id of exercise, of published pages only."""
    live = [page for page in _exercise_pages(course) if page.live]
    pages = _best(live, language, lambda page: page.exercise_id)
    return {pk: page.get_url(request) or "" for pk, page in pages.items()}


def _exercise_pages(course: Course) -> list[ExercisePage]:
    rows = ExercisePage.objects.filter(exercise__course=course)
    return list(rows.select_related("locale"))


def course_titles(courses: Iterable[int], language: str) -> dict[int, str]:
    """Title by id of course."""
    pages = CoursePage.objects.filter(course__in=courses).select_related("locale")
    best = _best(pages, language, lambda page: page.course_id)
    return {pk: page.title for pk, page in best.items()}


def _best[P: Page](
    pages: Iterable[P], language: str, row: Callable[[P], Any]
) -> Mapping[Any, P]:
    best: dict[Any, P] = {}
    for page in sorted(pages, key=lambda page: _rank(page, language)):
        best.setdefault(row(page), page)
    return best
