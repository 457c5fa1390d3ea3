"""A frozen answer laid out for reading, with the parts that were asked then."""

from collections.abc import Mapping

from django.utils.translation import get_language

from courses.answers import Shape
from courses.enums import ExerciseType, PartKind
from courses.models import DescriptionField, SubmissionVersion
from courses.presenting import Block, blocks
from courses.services.asking import asked_parts


def version_shape(
    version: SubmissionVersion, choices: Mapping[str, str] | None = None
) -> Shape:
    """What was asked, under the labels of the page's language."""
    parts = asked_parts(version.asked, get_language() or version.language)
    return Shape(parts=parts, choices=tuple(choices or ()))


def version_blocks(version: SubmissionVersion) -> list[Block]:
    labels = _choice_labels(version)
    return blocks(
        version_shape(version, labels),
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
