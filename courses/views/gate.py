"""Who gets to a course's pages and documents: asked once, before anything is served."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from wagtail.models import Page, ReferenceIndex

from courses.models import (
    Course,
    CourseIndexPage,
    CoursePage,
    ExercisePage,
    LessonPage,
    ModulePage,
)
from courses.permissions import may_see_course

INSIDE = (ModulePage, LessonPage, ExercisePage)
OURS = (CourseIndexPage, CoursePage, *INSIDE)


def guard_page(
    page: Page, request: HttpRequest, args: list[object], kwargs: dict[str, object]
) -> HttpResponse | None:
    """The catalogue and course pages are public; what is inside is for its people.

    Nothing is reachable under a page that has been taken down. A stranger is asked to
    log in; a person without the right gets a 404, as for a page that isn't there.
    """
    if not isinstance(page, OURS):
        return None
    above = list(page.get_ancestors().values_list("pk", "live"))
    if not all(live for _pk, live in above):
        raise Http404
    if not isinstance(page, INSIDE):
        return None
    course = Course.objects.filter(pages__in=[pk for pk, _live in above]).first()
    if course is None:
        raise Http404
    return _let_in(request, [course])


def guard_document(document: Model, request: HttpRequest) -> HttpResponse | None:
    """A document that only lessons use is for those who may read one of them."""
    courses = _courses_of(document)
    return _let_in(request, courses) if courses else None


def _let_in(request: HttpRequest, courses: list[Course]) -> HttpResponse | None:
    if any(may_see_course(request.user, course) for course in courses):
        return None
    if not request.user.is_authenticated:
        login = resolve_url("account_login")
        return redirect_to_login(request.get_full_path(), login)
    raise Http404


def _courses_of(document: Model) -> list[Course]:
    """The courses whose inner pages use the document; none if anything else uses it."""
    references = ReferenceIndex.get_references_to(document)
    used = set(references.values_list("base_content_type__model", "object_id"))
    pages = Page.objects.filter(pk__in=[pk for model, pk in used if model == "page"])
    inside = list(pages.type(INSIDE))
    if not used or len(inside) != len(used):
        return []
    above = {
        page.path[: depth * Page.steplen]
        for page in inside
        for depth in range(1, page.depth)
    }
    return list(Course.objects.filter(pages__path__in=above).distinct())
