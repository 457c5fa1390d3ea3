"""What of an exercise may change at any time, and what only before learners write."""

from collections.abc import Mapping
from typing import Any

from i18nfield.strings import LazyI18nString

from courses.interchange.shapes import ExerciseSpec, Text
from courses.models import Exercise
from rubric.models import Criterion

COLUMNS = (
    "type",
    "unit",
    "rated_by",
    "self_rating",
    "occasion",
    "required",
    "required_from_stage",
    "min_rows",
    "reviews",
)


def text(value: Text) -> LazyI18nString:
    return LazyI18nString(dict(value) if value else "")


def free_columns(spec: ExerciseSpec, sort_order: int) -> dict[str, Any]:
    """Columns that change nothing about answers that have been written."""
    return {
        "sort_order": sort_order,
        "minutes": spec.minutes,
        "calibration_samples": spec.calibration_samples,
        "allows_attachments": spec.allows_attachments,
        "lead_label": text(spec.lead_label),
    }


def structure_columns(spec: ExerciseSpec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in COLUMNS}


def changed_structure(exercise: Exercise, spec: ExerciseSpec) -> list[str]:
    """Names of what differs, in a fixed order; uses prefetched children where given.

    Criteria of another rubric version than the course's differ, whatever their keys.
    """
    now, wanted = _of_row(exercise), _of_spec(spec)
    return [name for name in wanted if now[name] != wanted[name]]


def _of_row(exercise: Exercise) -> Mapping[str, Any]:
    return {
        **{name: str(getattr(exercise, name)) for name in COLUMNS},
        "parts": [_part(part) for part in exercise.parts.all()],
        "criteria": [
            _criterion(exercise, row.criterion)
            for row in exercise.exercise_criteria.all()
        ],
        "feeds": [row.field.key for row in exercise.feeds.all()],
    }


def _of_spec(spec: ExerciseSpec) -> Mapping[str, Any]:
    return {
        **{name: str(value) for name, value in structure_columns(spec).items()},
        "parts": [_part(part) for part in spec.parts],
        "criteria": list(spec.criteria),
        "feeds": list(spec.feeds),
    }


def _criterion(exercise: Exercise, criterion: Criterion) -> str | None:
    ours = criterion.version_id == exercise.course.rubric_version_id
    return criterion.key if ours else None


def _part(part: Any) -> tuple[Any, ...]:
    """The same tuple for a row and for a PartSpec."""
    limits = (part.min_words, part.max_words, part.max_chars)
    return (part.key, str(part.kind), *limits, part.count)
