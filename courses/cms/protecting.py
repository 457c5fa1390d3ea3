"""Keeps pages that learners rely on from going away or out of their course."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import Course, CoursePage, Enrolment, Exercise, ExercisePage
from courses.services.copying import give_own_rows


def keep_from_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For `before_delete_page`: one page with all that stands under it."""
    return _refuse_deletion(request, [page])


def keep_from_bulk_action(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    """For `before_bulk_action`: any of the pages, with all that stands under them."""
    pages = [item for item in objects if isinstance(item, Page)]
    if action == "delete" and pages:
        return _refuse_deletion(request, pages)
    if action == "move":
        destination = view.cleaned_form.cleaned_data["chooser"]
        refusals = (keep_in_course(request, page, destination) for page in pages)
        return next((refusal for refusal in refusals if refusal), None)
    return None


def keep_in_course(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """For `before_move_page`: an exercise belongs to its course and is counted there."""
    moved = ExercisePage.objects.descendant_of(page, inclusive=True)
    inside = CoursePage.objects.ancestor_of(destination, inclusive=True).first()
    course = inside.course_id if inside else None
    if isinstance(page.specific, CoursePage):
        return None
    if not moved.exclude(exercise__course=course).exists():
        return None
    text = _(
        "An exercise can't be moved to another course, because the answers stay with its "
        "own. Copy the page there instead."
    )
    messages.error(request, text)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def tell_of_unpublishing(request: HttpRequest, page: Page) -> None:
    """For `after_unpublish_page`: a page taken down shuts out those who are learning."""
    courses = CoursePage.objects.descendant_of(page, inclusive=True).values("course")
    count = Enrolment.objects.current().filter(cohort__course__in=courses).count()
    if count:
        text = ngettext(
            "%(count)d person is on the course and can't reach these pages until you "
            "publish them again.",
            "%(count)d people are on the course and can't reach these pages until you "
            "publish them again.",
            count,
        )
        messages.warning(request, text % {"count": count})


def give_rows_to_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """For `after_copy_page`: Wagtail's copy view doesn't go through `Page.copy`."""
    for lost in give_own_rows(page=new_page, by=request.user):
        text = _(
            "“%(title)s” was copied without these, because the course that it came to "
            "doesn't have them: %(names)s. Choose others in the exercise."
        )
        names = ", ".join([*lost.criteria, *lost.fields])
        messages.warning(request, text % {"title": lost.title, "names": names})


def _refuse_deletion(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    needed = [title for page in pages for title in _titles_in_use(page)]
    if not needed:
        return None
    text = _(
        "Learners rely on these pages, so they can't be deleted: %(titles)s. Unpublish "
        "them instead; then nobody sees them and no work is lost."
    )
    messages.error(request, text % {"titles": ", ".join(needed[:5])})
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _titles_in_use(page: Page) -> list[str]:
    """An alias shows another page's content, so deleting it loses nothing."""
    courses = CoursePage.objects.descendant_of(page, inclusive=True)
    exercises = ExercisePage.objects.descendant_of(page, inclusive=True)
    in_use = [
        courses.filter(course__in=Course.objects.in_use()),
        exercises.filter(exercise__in=Exercise.objects.in_use()),
    ]
    return [row.title for rows in in_use for row in rows.filter(alias_of=None)]
