"""A version as an accessible PDF: a table for each criterion, in one language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from rubric.content import CriterionContent, RubricContent
from rubric.enums import RatedBy
from rubric.models import RubricVersion
from rubric.services.drafting import content_of
from valmentamo.pdf.rendering import render

FOLDER = "valmentamo_rubric/document"


class PrintedLevel(NamedTuple):
    value: int
    label: str
    descriptor: str


class PrintedCriterion(NamedTuple):
    name: str
    question: str
    weight: int
    is_gate: bool
    rated_by: str
    levels: list[PrintedLevel]


def draw_rubric(version: RubricVersion, language: str) -> bytes:
    """The file of one language; the same rows give the same bytes.

    Raises what `valmentamo.pdf` raises: `PdfNotInstalled` without the extra `pdf`,
    `MissingGlyphs` for characters that no font of ours has.
    """
    css = render_to_string(f"{FOLDER}/rubric.css")
    created = version.published_at or version.created_at
    html = rubric_html(version, language)
    return render(html, css=css, created=created, pages=None)


def rubric_html(version: RubricVersion, language: str) -> str:
    """The document as HTML, with every value escaped; also a preview on screen."""
    content = content_of(version)
    with override(language):
        return render_to_string(
            f"{FOLDER}/rubric.html", context(version, content, language)
        )


def context(
    version: RubricVersion, content: RubricContent, language: str
) -> dict[str, Any]:
    texts = {name: text.get(language, "") for name, text in content.texts.items()}
    texts["title"] = texts.get("title") or version.rubric.slug
    labels = {step.value: step.label.get(language, "") for step in content.scale}
    return {
        "language": language,
        "version": version,
        "texts": texts,
        "published_on": _day(version.published_at),
        "criteria": [_criterion(row, labels, language) for row in content.criteria],
    }


def _criterion(
    criterion: CriterionContent, labels: Mapping[int, str], language: str
) -> PrintedCriterion:
    everyone = criterion.rated_by == RatedBy.EVERYONE
    return PrintedCriterion(
        name=criterion.name.get(language) or criterion.key,
        question=criterion.question.get(language, ""),
        weight=criterion.weight,
        is_gate=criterion.is_gate,
        rated_by="" if everyone else str(RatedBy(criterion.rated_by).label),
        levels=[
            PrintedLevel(value, labels.get(value, ""), texts.get(language, ""))
            for value, texts in sorted(criterion.levels.items())
        ],
    )


def _day(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
