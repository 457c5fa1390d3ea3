"""Writes any version of a rubric as a file."""

from pathlib import Path
from typing import NamedTuple

from rubric.content import RubricContent
from rubric.interchange import formats
from rubric.interchange.canvas import write_canvas
from rubric.interchange.case_writing import About, write_case
from rubric.interchange.workbook_writing import write_workbook
from rubric.interchange.writing import as_json, as_yaml
from rubric.models import RubricVersion
from rubric.printing import draw_rubric
from rubric.services.drafting import content_of

#: JSON Schema of our own format, for other systems and for editors that check files.
SCHEMA_FILE = Path(__file__).parents[1] / "data" / "rubric-1.schema.json"


class File(NamedTuple):
    name: str
    media_type: str
    data: bytes


def export_version(
    *, version: RubricVersion, file_format: str, language: str = ""
) -> File:
    """One version in a format of `rubric.interchange.formats`; what the format leaves
    out stands there as its losses.

    `language` is needed where the format holds one only; the version's first one
    otherwise. Raises `FormatNotInstalled`, and for a PDF what `valmentamo.pdf` raises.
    """
    version = RubricVersion.objects.with_structure().get(pk=version.pk)
    kind = formats.FORMATS[file_format]
    language = language or next(iter(version.languages), "")
    content = content_of(version)
    stem = f"{version.rubric.slug}-{_plain(version.label)}"
    if kind.one_language:
        stem = f"{stem}-{language}"
    if file_format == formats.CASE:
        stem = f"{stem}.case"
    data = _written(version, content, file_format, language)
    return File(f"{stem}.{kind.extension}", kind.media_type, data)


def _written(
    version: RubricVersion, content: RubricContent, file_format: str, language: str
) -> bytes:
    slug = version.rubric.slug
    match file_format:
        case formats.JSON:
            return as_json(slug, content)
        case formats.YAML:
            return as_yaml(slug, content)
        case formats.XLSX:
            return write_workbook(slug, content)
        case formats.CASE:
            return write_case(content, language, _about(version))
        case formats.CANVAS:
            return write_canvas(content, language)
    return draw_rubric(version, language)


def _about(version: RubricVersion) -> About:
    return About(
        rubric_uuid=version.rubric.uuid,
        version_uuid=version.uuid,
        changed_at=version.published_at or version.created_at,
        creator=version.rubric.slug,
        is_published=version.is_published,
    )


def _plain(label: str) -> str:
    """A label in the name of a file."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in label)
    return kept.strip("-") or "0"
