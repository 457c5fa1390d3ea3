"""A copied page gets a row of its own; a translation or an alias shares it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from courses.models import (
    AnswerPart,
    Course,
    CoursePage,
    Exercise,
    ExerciseCriterion,
    ExerciseFeed,
    ExercisePage,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a copied exercise lost, by name: its new course has no such criterion in its
    rubric, or no such field in its description."""

    title: str
    criteria: tuple[str, ...]
    fields: tuple[str, ...]


@transaction.atomic
def give_own_rows(*, page: Page, by: Any = None) -> list[LeftOut]:
    """Give every copied course and exercise page, from `page` down, a row of its own.

    A page is a copy when its translation key isn't the uuid of its row. Criteria and
    fields that the new surroundings don't have are left out, and told. Idempotent.
    """
    left_out = []
    for course_page in (
        CoursePage.objects.descendant_of(page, inclusive=True)
        .filter(alias_of=None)
        .select_related("course")
    ):
        if course_page.translation_key != course_page.course.uuid:
            _repoint(course_page, "course", _copy_course(course_page))
    for exercise_page in (
        ExercisePage.objects.descendant_of(page, inclusive=True)
        .filter(alias_of=None)
        .select_related("exercise")
    ):
        if exercise_page.translation_key != exercise_page.exercise.uuid:
            copy, lost = _copy_exercise(exercise_page)
            _repoint(exercise_page, "exercise", copy)
            left_out += [lost] if lost.criteria or lost.fields else []
    return left_out


def _copy_course(page: CoursePage) -> Course:
    course = Course.objects.get(pk=page.course_id)
    course.pk, course._state.adding = None, True
    course.uuid = page.translation_key
    course.slug = _free(
        course.slug, 80, set(Course.objects.values_list("slug", flat=True))
    )
    course.full_clean()
    course.save()
    return course


def _copy_exercise(page: ExercisePage) -> tuple[Exercise, LeftOut]:
    source = Exercise.objects.with_structure().get(pk=page.exercise_id)
    course = _course_above(page) or source.course
    copy = Exercise.objects.get(pk=source.pk)
    copy.pk, copy._state.adding = None, True
    copy.uuid, copy.course = page.translation_key, course
    copy.key = _free(
        source.key, 40, set(course.exercises.values_list("key", flat=True))
    )
    if course == source.course:
        last = course.exercises.aggregate(last=Max("sort_order"))["last"]
        copy.sort_order = (last or 0) + 1
    copy.full_clean()
    copy.save()
    _copy_parts(source, copy)
    criteria, fields = _copy_criteria(source, copy), _copy_feeds(source, copy)
    return copy, LeftOut(page.title, tuple(criteria), tuple(fields))


def _course_above(page: Page) -> Course | None:
    above = CoursePage.objects.ancestor_of(page).select_related("course").first()
    return above.course if above else None


def _copy_parts(source: Exercise, copy: Exercise) -> None:
    parts = list(source.parts.all())
    for part in parts:
        part.pk, part.exercise = None, copy
    AnswerPart.objects.bulk_create(parts)


def _copy_criteria(source: Exercise, copy: Exercise) -> list[str]:
    """Names of those that the rubric of the new course lacks."""
    known = {c.key: c for c in copy.course.rubric_version.criteria.all()}
    rows = list(source.exercise_criteria.all())
    ExerciseCriterion.objects.bulk_create(
        ExerciseCriterion(
            exercise=copy,
            criterion=known[row.criterion.key],
            sort_order=row.sort_order,
        )
        for row in rows
        if row.criterion.key in known
    )
    return [str(row.criterion.name) for row in rows if row.criterion.key not in known]


def _copy_feeds(source: Exercise, copy: Exercise) -> list[str]:
    """Names of the fields that the description of the new course lacks."""
    known = {f.key: f for f in copy.course.description_template.fields.all()}
    rows = list(source.feeds.all())
    ExerciseFeed.objects.bulk_create(
        ExerciseFeed(
            exercise=copy, field=known[row.field.key], sort_order=row.sort_order
        )
        for row in rows
        if row.field.key in known
    )
    return [str(row.field.label) for row in rows if row.field.key not in known]


def _repoint(page: Page, name: str, row: Course | Exercise) -> None:
    """The page and its revisions: publishing an old draft must not bring the old row back."""
    type(page).objects.filter(pk=page.pk).update(**{name: row})
    for revision in page.revisions.all():
        revision.content[name] = row.pk
        revision.save(update_fields=["content"])


def _free(wanted: str, most: int, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[: most - 4]}-{number}" in taken:
        number += 1
    return f"{wanted[: most - 4]}-{number}"
