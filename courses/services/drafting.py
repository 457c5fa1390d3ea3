"""Begin a course or an exercise: its row, and a draft of its page in the first language."""

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from courses.exceptions import AuthoringRefused, CourseExists, KeyTaken
from courses.models import Course, CoursePage, Exercise, ExercisePage, ModulePage
from courses.services.pages import catalogue_page, free_slug


@transaction.atomic
def draft_course(
    *, course: Course, title: str, summary: str, by: Any = None
) -> tuple[Course, CoursePage]:
    """Save a new course and put a draft of its page into the catalogue.

    Refuses CourseExists, and a rubric version that has never been published.
    """
    if Course.objects.filter(slug=course.slug).exists():
        raise CourseExists
    if not course.rubric_version.was_published:
        raise AuthoringRefused
    course.full_clean()
    course.save()
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    page = CoursePage(
        title=title,
        summary=summary,
        course=course,
        locale=locale,
        translation_key=course.uuid,
    )
    parent = catalogue_page(language=settings.LANGUAGE_CODE, by=by)
    return course, _as_draft(parent, page, by)


@transaction.atomic
def draft_exercise(
    *, exercise: Exercise, module: ModulePage, title: str, prompt: str, by: Any = None
) -> tuple[Exercise, ExercisePage]:
    """Save a new exercise, last in its course, and put a draft of its page in a module.

    Refuses KeyTaken when the course has an exercise with the key.
    """
    above = CoursePage.objects.ancestor_of(module).select_related("course").first()
    if above is None:
        raise AuthoringRefused
    course = above.course
    if course.exercises.filter(key=exercise.key).exists():
        raise KeyTaken
    exercise.course, exercise.sort_order = course, course.exercises.count()
    exercise.full_clean()
    exercise.save()
    page = ExercisePage(
        title=title,
        prompt=prompt,
        exercise=exercise,
        locale=module.locale,
        translation_key=exercise.uuid,
    )
    return exercise, _as_draft(module, page, by)


def _as_draft[P: Page](parent: Page, page: P, by: Any) -> P:
    page.live, page.slug, page.owner = False, free_slug(parent, page.title), by
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page
