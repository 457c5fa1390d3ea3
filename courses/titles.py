"""Titles and addresses of exercises in a language: one query for a whole course."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest

from courses.models import Course, ExercisePage


def exercise_titles(course: Course, language: str) -> dict[int, str]:
    """Title by id of exercise: in the language, else in the site's first, else in any."""
    return _best(_pages(course), language, lambda page: page.title)


def exercise_urls(
    course: Course, language: str, request: HttpRequest | None = None
) -> dict[int, str]:
    """Address by id of exercise, of published pages only."""
    pages = [page for page in _pages(course) if page.live]
    return _best(pages, language, lambda page: page.get_url(request) or "")


def _pages(course: Course) -> list[ExercisePage]:
    rows = ExercisePage.objects.filter(exercise__course=course)
    return list(rows.select_related("locale").order_by("path"))


def _best(
    pages: Iterable[ExercisePage], language: str, value: Callable[[ExercisePage], str]
) -> dict[int, str]:
    def rank(page: ExercisePage) -> tuple[int, bool, bool]:
        wanted = (language, settings.LANGUAGE_CODE)
        code = page.locale.language_code
        place = wanted.index(code) if code in wanted else len(wanted)
        return (place, not page.live, page.alias_of_id is not None)

    found: dict[int, ExercisePage] = {}
    for page in sorted(pages, key=rank):
        found.setdefault(page.exercise_id, page)
    return {pk: value(page) for pk, page in found.items()}
