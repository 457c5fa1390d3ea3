"""A frozen answer laid out for reading, with the parts that were asked then."""

from collections.abc import Mapping

from django.utils.translation import get_language

from courses.answers import Shape
from courses.enums import ExerciseType, PartKind
from courses.models import Decision, DescriptionField, SubmissionVersion
from courses.presenting import Block, blocks, plain
from courses.services.asking import asked_parts
from rubric.wording import Mark, Segment, word_diff

#: What was once submitted is shown whole, whatever the limit is today.
ALL_ROWS = 10_000


def version_shape(
    version: SubmissionVersion, language: str, choices: Mapping[str, str] | None = None
) -> Shape:
    """What was asked, under the labels of a language."""
    return Shape(
        parts=asked_parts(version.asked, language),
        max_rows=ALL_ROWS,
        choices=tuple(choices or ()),
    )


def version_blocks(version: SubmissionVersion, language: str) -> list[Block]:
    labels = _choice_labels(version)
    return blocks(
        version_shape(version, language, labels),
        version.answers,
        choice_labels=labels,
        headings=version.asked["type"] == ExerciseType.PORTFOLIO,
    )


def _choice_labels(version: SubmissionVersion) -> dict[str, str]:
    """Names of the description fields, asked for only where some were chosen."""
    if not any(part["kind"] == PartKind.MARKS for part in version.asked["parts"]):
        return {}
    template = version.submission.exercise.course.description_template_id
    rows = DescriptionField.objects.filter(template=template)
    return {row.key: str(row.label) for row in rows}


def changes(before: SubmissionVersion, after: SubmissionVersion) -> list[Segment]:
    """What changed from one round to the next; nothing where the text is the same."""
    texts = [
        plain(version_shape(version, after.language), version.answers)
        for version in (before, after)
    ]
    pieces = word_diff(*texts)
    is_changed = any(piece.mark != Mark.KEPT for piece in pieces)
    return list(pieces) if is_changed else []


def missing_words(decision: Decision | None) -> str:
    """What is unanswered, by the labels of the form and in the coach's words."""
    if decision is None:
        return ""
    parts = asked_parts(decision.version.asked, get_language() or "")
    labels = {part.key: part.label for part in parts}
    named = [labels.get(key, key) for key in decision.unanswered]
    return ", ".join([*named, *filter(None, [decision.missing])])
