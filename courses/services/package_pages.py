"""The pages that a course file describes, in every language of the site."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.html import escape
from wagtail.models import Locale, Page

from courses.interchange.shapes import CourseSpec, LessonSpec, ModuleSpec, Text
from courses.models import (
    Course,
    CoursePage,
    Exercise,
    ExercisePage,
    LessonPage,
    ModulePage,
)
from courses.services.pages import catalogue_page, page_key, place_page, revise_page

type Key = tuple[uuid.UUID, int]  # translation key and locale


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page as the file has it. `fixed` is set once, `values` may change."""

    model: type[Page]
    key: uuid.UUID
    values: dict[str, Any]
    fixed: dict[str, Any]
    children: tuple["Wanted", ...] = ()


@transaction.atomic
def write_pages(
    *, course: Course, spec: CourseSpec, exercises: dict[str, Exercise], by: Any
) -> None:
    """Make missing pages and revise those whose texts differ from the file."""
    found = _existing(course, spec)
    for language in spec.title:
        locale = Locale.objects.get_or_create(language_code=language)[0]
        wanted = _course_page(course, spec, exercises, language)
        parent = catalogue_page(language=language, by=by)
        _write(wanted, parent, locale, found, by)


def _write(
    wanted: Wanted, parent: Page, locale: Locale, found: dict[Key, Page], by: Any
) -> None:
    page = found.get((wanted.key, locale.pk))
    if page is None:
        page = wanted.model(
            locale=locale,
            translation_key=wanted.key,
            **wanted.fixed,
            **wanted.values,
        )
        place_page(parent=parent, page=page, by=by)
    else:
        revise_page(page=page, values=wanted.values, by=by)
    for child in wanted.children:
        _write(child, page, locale, found, by)


def _existing(course: Course, spec: CourseSpec) -> dict[Key, Page]:
    """The course's pages of every language in one query for each kind."""
    rows: list[Page] = list(CoursePage.objects.filter(course=course))
    rows += ExercisePage.objects.filter(exercise__course=course, alias_of=None)
    modules = [page_key(course, "module", m.key) for m in spec.modules]
    rows += ModulePage.objects.filter(translation_key__in=modules)
    lessons = [
        page_key(course, "lesson", lesson.key)
        for module in spec.modules
        for lesson in module.lessons
    ]
    rows += LessonPage.objects.filter(translation_key__in=lessons)
    return {(row.translation_key, row.locale_id): row for row in rows}


def _course_page(
    course: Course, spec: CourseSpec, exercises: dict[str, Exercise], language: str
) -> Wanted:
    certificate = {
        name: texts.get(language, "") for name, texts in spec.certificate_texts.items()
    }
    certificate["assessment_form"] = certificate.pop("assessment", "")
    return Wanted(
        model=CoursePage,
        key=course.uuid,
        fixed={"course": course},
        values={
            "title": spec.title[language],
            "summary": spec.summary[language],
            "audience": spec.audience.get(language, ""),
            "completion_text": spec.completion_text.get(language, ""),
            "outcomes": _outcomes(spec.outcomes, language),
            **certificate,
        },
        children=tuple(
            _module(course, module, exercises, language) for module in spec.modules
        ),
    )


def _module(
    course: Course, module: ModuleSpec, exercises: dict[str, Exercise], language: str
) -> Wanted:
    lessons = (_lesson(course, lesson, language) for lesson in module.lessons)
    return Wanted(
        model=ModulePage,
        key=page_key(course, "module", module.key),
        fixed={},
        values={
            "title": module.title[language],
            "hours": module.hours,
            "outcomes": _outcomes(module.outcomes, language),
        },
        children=(*lessons, *_exercise_pages(module, exercises, language)),
    )


def _exercise_pages(
    module: ModuleSpec, exercises: dict[str, Exercise], language: str
) -> Iterator[Wanted]:
    for spec in module.exercises:
        row = exercises[spec.key]
        yield Wanted(
            model=ExercisePage,
            key=row.uuid,
            fixed={"exercise": row},
            values={
                "title": spec.title[language],
                "prompt": spec.prompt[language],
                "tip": spec.tip.get(language, ""),
                "focus": spec.focus.get(language, ""),
            },
        )


def _lesson(course: Course, lesson: LessonSpec, language: str) -> Wanted:
    return Wanted(
        model=LessonPage,
        key=page_key(course, "lesson", lesson.key),
        fixed={},
        values={
            "title": lesson.title[language],
            "body": list(lesson_blocks(lesson.body[language])),
        },
    )


def lesson_blocks(body: str) -> Iterator[dict[str, str]]:
    """Plain text to blocks: `## ` begins a heading, an empty line a new paragraph."""
    waiting: list[str] = []
    for piece in filter(None, (part.strip() for part in body.split("\n\n"))):
        if piece.startswith("## "):
            yield from _text_block(waiting)
            waiting = []
            yield {"type": "heading", "value": piece.removeprefix("## ")}
        else:
            waiting.append(piece)
    yield from _text_block(waiting)


def _text_block(paragraphs: list[str]) -> Iterator[dict[str, str]]:
    if paragraphs:
        html = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        yield {"type": "text", "value": html}


def _outcomes(outcomes: Iterable[Text], language: str) -> list[dict[str, str]]:
    return [{"type": "outcome", "value": item[language]} for item in outcomes]
