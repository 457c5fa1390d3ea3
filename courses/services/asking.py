"""Seals what was asked into a version, and reads it back.

`asked` is plain JSON: `course` (slug), `exercise` (uuid), `key`, `type`, `order`,
`language`, `title`, `prompt`, `focus` (in the language of the answer), `parts` (key,
kind, limits, and `label` in every language), `min_rows`, `feeds` (description keys),
`criteria` (uuid and key) and `rubric` (slug, uuid and number of the version).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from i18nfield.strings import LazyI18nString

from courses.answers import Part
from courses.assembly import Piece
from courses.enums import ExerciseType, PartKind
from courses.models import (
    AnswerPart,
    DescriptionField,
    Exercise,
    ExercisePage,
    SubmissionVersion,
)
from courses.titles import in_language
from rubric.enums import AssessmentKind
from rubric.models import Criterion


def seal_question(exercise: Exercise, *, language: str) -> dict[str, Any]:
    page = page_in(exercise, language)
    version = exercise.course.rubric_version
    return {
        "course": exercise.course.slug,
        "exercise": str(exercise.uuid),
        "key": exercise.key,
        "type": exercise.type,
        "order": exercise.sort_order,
        "language": language,
        "title": page.title if page else exercise.key,
        "prompt": page.prompt if page else "",
        "focus": page.focus if page else "",
        "parts": _parts(exercise),
        "min_rows": exercise.min_rows,
        "feeds": [feed.field.key for feed in exercise.feeds.all()],
        "criteria": [
            {"uuid": str(row.criterion.uuid), "key": row.criterion.key}
            for row in exercise.exercise_criteria.select_related("criterion")
        ],
        "rubric": {
            "slug": version.rubric.slug,
            "uuid": str(version.uuid),
            "number": version.number,
        },
    }


def page_in(exercise: Exercise, language: str) -> ExercisePage | None:
    """The page that asks in a language, else in another one."""
    pages = ExercisePage.objects.filter(exercise=exercise).select_related("locale")
    return in_language(pages, language)


def _parts(exercise: Exercise) -> list[dict[str, Any]]:
    parts = [_part(part) for part in exercise.parts.all()]
    if exercise.type == ExerciseType.PORTFOLIO:
        fields = exercise.course.description_template.fields.all()
        return [_field(field) for field in fields] + parts
    return parts


def _part(part: AnswerPart) -> dict[str, Any]:
    return {
        "key": part.key,
        "kind": part.kind,
        "label": texts_of(part.label),
        "required": part.required,
        "min_words": part.min_words,
        "max_words": part.max_words,
        "max_chars": part.max_chars,
        "count": part.count,
    }


def _field(field: DescriptionField) -> dict[str, Any]:
    return {
        "key": field.key,
        "kind": PartKind.FIELD.value,
        "label": texts_of(field.label),
        "required": True,
        "min_words": None,
        "max_words": field.max_words,
        "max_chars": field.max_chars,
        "count": 0,
    }


def texts_of(text: Any) -> dict[str, str]:
    """A text in all its languages."""
    data = LazyI18nString(text).data if isinstance(text, str) else text.data
    if isinstance(data, str):
        return {"": data} if data else {}
    return {language: words for language, words in (data or {}).items() if words}


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in the first one there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def asked_parts(asked: Mapping[str, Any], language: str) -> tuple[Part, ...]:
    """The parts of a sealed question, labelled in a language."""
    return tuple(
        Part(**{**part, "label": text_in(part["label"], language)})
        for part in asked["parts"]
    )


def asked_criteria(version: SubmissionVersion) -> list[Criterion]:
    """The criteria that ruled when the answer was submitted, of that rubric version,
    with their levels and the names of the levels; without what only authors rate."""
    asked = version.asked
    order = [criterion["uuid"] for criterion in asked["criteria"]]
    found = (
        Criterion.objects.filter(version__uuid=asked["rubric"]["uuid"], uuid__in=order)
        .for_kind(AssessmentKind.COACH)
        .select_related("version")
        .prefetch_related("levels", "version__scale")
    )
    return sorted(found, key=lambda criterion: order.index(str(criterion.uuid)))


def pieces_of(versions: Iterable[SubmissionVersion]) -> list[Piece]:
    """Accepted versions as pieces of the description."""
    return [
        Piece(
            type=version.asked["type"],
            title=version.asked["title"],
            order=version.asked["order"],
            language=version.language,
            feeds=tuple(version.asked["feeds"]),
            parts=asked_parts(version.asked, version.language),
            texts=version.answers,
        )
        for version in versions
    ]
