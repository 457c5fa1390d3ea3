"""Verbs on what a course is made of: the rows that all of its languages share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from courses.exceptions import AuthoringRefused, CourseExists, ExerciseInUse, KeyTaken
from courses.interchange.shapes import ExerciseSpec, FieldSpec, PartSpec, Text
from courses.models import (
    AnswerPart,
    Course,
    DescriptionField,
    DescriptionTemplate,
    Exercise,
    ExerciseCriterion,
    ExerciseFeed,
)
from courses.raters import have_nothing_to_rate
from courses.services.structure import (
    changed_structure,
    free_columns,
    structure_columns,
    text,
)

if TYPE_CHECKING:
    from certificates.models import CertificateTemplate
    from rubric.models import Criterion, RubricVersion

type By = Any  # a user, or None for a command


@transaction.atomic
def create_template(
    *, slug: str, title: Text, fields: Sequence[FieldSpec], by: By, at: datetime | None
) -> DescriptionTemplate:
    """Make a description template with its fields. Refuses KeyTaken."""
    if DescriptionTemplate.objects.filter(slug=slug).exists():
        raise KeyTaken
    template = DescriptionTemplate(slug=slug, title=text(title))
    template.full_clean()
    template.save()
    for order, spec in enumerate(fields):
        write_field(template=template, spec=spec, sort_order=order)
    return template


def write_field(
    *, template: DescriptionTemplate, spec: FieldSpec, sort_order: int
) -> DescriptionField:
    """Make or change the field that has the key of `spec`."""
    found = template.fields.filter(key=spec.key).first()
    row = found or DescriptionField(template=template, key=spec.key)
    wanted = {
        "sort_order": sort_order,
        "label": text(spec.label),
        "help": text(spec.help),
        "max_chars": spec.max_chars,
        "max_words": spec.max_words,
        "shown_to_peers": spec.shown_to_peers,
        "innokyla": spec.innokyla,
        "sim": spec.sim,
    }
    put(row, wanted)
    return row


@transaction.atomic
def create_course(
    *,
    slug: str,
    rubric_version: "RubricVersion",
    description_template: DescriptionTemplate,
    hours: int,
    certificate_template: "CertificateTemplate | None" = None,
    settings: Mapping[str, int | None] | None = None,
    by: By = None,
    at: datetime | None = None,
) -> Course:
    """Make the row of a course. `settings` are its other numbers, by column.

    Refuses CourseExists when the slug is taken, and a rubric version that has never
    been published, because its levels could still change under the learners.
    """
    if Course.objects.filter(slug=slug).exists():
        raise CourseExists
    if not rubric_version.was_published:
        raise AuthoringRefused
    course = Course(
        slug=slug,
        rubric_version=rubric_version,
        description_template=description_template,
        certificate_template=certificate_template,
        hours=hours,
        **(settings or {}),
    )
    course.full_clean()
    course.save()
    return course


@transaction.atomic
def add_exercise(
    *,
    course: Course,
    spec: ExerciseSpec,
    sort_order: int,
    by: By = None,
    at: datetime | None = None,
) -> Exercise:
    """Make the row of an exercise with its parts, criteria and feeds.

    Refuses KeyTaken when the course has the key, and AuthoringRefused when a criterion
    isn't of the course's rubric or a field not of its description, or when those who
    rate the exercise are asked none of its criteria.
    """
    if course.exercises.filter(key=spec.key).exists():
        raise KeyTaken
    columns = free_columns(spec, sort_order) | structure_columns(spec)
    exercise = Exercise(course=course, key=spec.key, **columns)
    exercise.full_clean()
    exercise.save()
    _write_children(exercise, spec)
    return exercise


@transaction.atomic
def change_exercise(
    *,
    exercise: Exercise,
    spec: ExerciseSpec,
    sort_order: int,
    by: By = None,
    at: datetime | None = None,
) -> bool:
    """Make the row say what `spec` says; tell whether anything changed.

    Labels, order and minutes may always change. Refuses ExerciseInUse when the
    structure differs and learners have worked on the exercise, and AuthoringRefused as
    `add_exercise` does.
    """
    changed = put(exercise, free_columns(spec, sort_order))
    changed |= _relabel(exercise, spec.parts)
    names = changed_structure(exercise, spec)
    if not names:
        return changed
    if Exercise.objects.in_use().filter(pk=exercise.pk).exists():
        raise ExerciseInUse(names)
    put(exercise, structure_columns(spec))
    for relation in ("parts", "exercise_criteria", "feeds"):
        getattr(exercise, relation).all().delete()
    _write_children(exercise, spec)
    return True


@transaction.atomic
def follow_rubric(*, course: Course, by: By = None, at: datetime | None = None) -> None:
    """Let the exercises ask the criteria of the rubric version that the course has now.

    Refuses AuthoringRefused when one of them has no successor there.
    """
    version = course.rubric_version
    if criteria_without_successor(course=course, version=version):
        raise AuthoringRefused
    successors = {c.uuid: c for c in version.criteria.all()}
    rows = list(_asking_others(course, version))
    for row in rows:
        row.criterion = successors[row.criterion.uuid]
    ExerciseCriterion.objects.bulk_update(rows, ["criterion"])


def criteria_without_successor(
    *, course: Course, version: "RubricVersion"
) -> list["Criterion"]:
    """What the exercises ask now and this version of the rubric doesn't have."""
    uuids = set(version.criteria.values_list("uuid", flat=True))
    asked = {
        row.criterion.uuid: row.criterion for row in _asking_others(course, version)
    }
    return [criterion for uuid, criterion in asked.items() if uuid not in uuids]


def _asking_others(
    course: Course, version: "RubricVersion"
) -> "models.QuerySet[ExerciseCriterion]":
    rows = ExerciseCriterion.objects.filter(exercise__course=course)
    return rows.exclude(criterion__version=version).select_related("criterion")


def put(row: models.Model, wanted: Mapping[str, Any]) -> bool:
    """Write the columns that differ, if any; a new row is written whole."""
    fresh = row._state.adding
    changed = [n for n, value in wanted.items() if fresh or getattr(row, n) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.full_clean()
        row.save() if fresh else row.save(update_fields=changed)
    return bool(changed)


def _relabel(exercise: Exercise, parts: Iterable[PartSpec]) -> bool:
    """A corrected label keeps its key, so it is safe under answers."""
    rows = {part.key: part for part in exercise.parts.all()}
    changed = False
    for spec in parts:
        if row := rows.get(spec.key):
            changed |= put(row, {"label": text(spec.label)})
    return changed


def _write_children(exercise: Exercise, spec: ExerciseSpec) -> None:
    course = exercise.course
    criteria = {c.key: c for c in course.rubric_version.criteria.all()}
    fields = {f.key: f for f in course.description_template.fields.all()}
    if set(spec.criteria) - criteria.keys() or set(spec.feeds) - fields.keys():
        raise AuthoringRefused
    whose = [criteria[key].rated_by for key in spec.criteria]
    if whose and have_nothing_to_rate(spec.rated_by, whose):
        raise AuthoringRefused
    rows = [
        AnswerPart(
            exercise=exercise,
            key=part.key,
            kind=part.kind,
            sort_order=order,
            label=text(part.label),
            min_words=part.min_words,
            max_words=part.max_words,
            max_chars=part.max_chars,
            count=part.count,
        )
        for order, part in enumerate(spec.parts)
    ]
    for row in rows:
        row.clean_fields(exclude=["exercise"])
    AnswerPart.objects.bulk_create(rows)
    ExerciseCriterion.objects.bulk_create(
        ExerciseCriterion(exercise=exercise, criterion=criteria[key], sort_order=order)
        for order, key in enumerate(spec.criteria)
    )
    ExerciseFeed.objects.bulk_create(
        ExerciseFeed(exercise=exercise, field=fields[key], sort_order=order)
        for order, key in enumerate(spec.feeds)
    )
