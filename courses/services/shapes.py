"""Builds the shape of an answer from an exercise's rows."""

from collections.abc import Iterable

from courses.answers import Part, Shape
from courses.conf import max_table_rows
from courses.enums import ExerciseType, PartKind
from courses.models import AnswerPart, DescriptionField, Exercise


def shape_of(exercise: Exercise) -> Shape:
    """What an answer to the exercise consists of; labels in the active language.

    The portfolio's parts are the fields of the course's description, then its closing.
    A form field that has the key of a description field it feeds shares its limits.
    """
    parts = list(exercise.parts.all())
    fields = description_fields(exercise)
    if exercise.type == ExerciseType.PORTFOLIO:
        shaped = [_from_field(field) for field in fields]
        shaped += [_from_part(part, ()) for part in parts]
    else:
        fed = [feed.field for feed in exercise.feeds.all()]
        shaped = [_from_part(part, fed) for part in parts]
    return Shape(
        parts=tuple(shaped),
        min_rows=exercise.min_rows,
        max_rows=max_table_rows(),
        choices=tuple(field.key for field in fields),
    )


def description_fields(exercise: Exercise) -> list[DescriptionField]:
    """The fields of the description, asked for only where the exercise needs them."""
    needs_fields = exercise.type in (
        ExerciseType.PORTFOLIO,
        ExerciseType.SELF_ASSESSMENT,
    )
    if not needs_fields:
        return []
    return list(exercise.course.description_template.fields.all())


def _from_field(field: DescriptionField) -> Part:
    return Part(
        key=field.key,
        kind=PartKind.FIELD,
        label=str(field.label),
        max_words=field.max_words,
        max_chars=field.max_chars,
    )


def _from_part(part: AnswerPart, fed: Iterable[DescriptionField]) -> Part:
    field = next((f for f in fed if f.key == part.key), None)
    return Part(
        key=part.key,
        kind=part.kind,
        label=str(part.label),
        required=part.required,
        min_words=part.min_words,
        max_words=part.max_words or (field.max_words if field else None),
        max_chars=part.max_chars or (field.max_chars if field else None),
        count=part.count,
    )
