"""The file formats of a rubric: their names, what each leaves out, and its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rubric.content import RubricContent
from rubric.drafts import LANGUAGE
from rubric.exceptions import FaultyRubric
from rubric.interchange.canvas import read_canvas
from rubric.interchange.case import read_case
from rubric.interchange.document import ReadRubric, read_rubric
from rubric.interchange.fitness import unfit_for_a_draft
from rubric.interchange.limits import SIZE_LIMITS
from rubric.interchange.opening import (
    check_size,
    format_of,
    load_json,
    load_plain_yaml,
    refuse,
)
from rubric.interchange.outline import content_from
from rubric.interchange.workbook_reading import read_workbook

JSON, YAML, CASE, CANVAS, XLSX, PDF = "json", "yaml", "case", "canvas", "xlsx", "pdf"
OTHER_LANGUAGES = gettext_lazy("Texts in other languages than the one you choose")
MARKS = gettext_lazy(
    "Gates, criteria needed for distinction, who rates a criterion, and the parts of "
    "the work it looks at"
)
RULES = gettext_lazy(
    "Rules: minimum levels, means, distinction, points to pass, several assessors"
)
TEXTS = gettext_lazy(
    "Note for assessors, how to choose a level, “not assessable”, rules in words, "
    "disclaimer"
)
KEYS = gettext_lazy("Keys of criteria and levels, and the number of the version")


@dataclass(frozen=True, kw_only=True)
class Format:
    label: Any
    #: For whom it is.
    about: Any
    extension: str
    media_type: str
    #: Whether a file holds one language, which must be chosen.
    one_language: bool = False
    reads: bool = True
    losses: tuple[Any, ...] = ()


FORMATS: Mapping[str, Format] = {
    XLSX: Format(
        label=gettext_lazy("Excel workbook"),
        about=gettext_lazy("To write or translate texts in a spreadsheet."),
        extension="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        losses=(gettext_lazy("Identifiers and addresses of other systems"),),
    ),
    JSON: Format(
        label=gettext_lazy("JSON, our own format"),
        about=gettext_lazy("To move a rubric to another site, whole."),
        extension="json",
        media_type="application/json",
    ),
    YAML: Format(
        label=gettext_lazy("YAML, our own format"),
        about=gettext_lazy("As JSON, for people who edit it as text."),
        extension="yaml",
        media_type="application/yaml",
    ),
    CASE: Format(
        label=gettext_lazy("1EdTech CASE 1.1"),
        about=gettext_lazy("For registers of competences and learning platforms."),
        extension="json",
        media_type="application/json",
        one_language=True,
        losses=(OTHER_LANGUAGES, MARKS, RULES, TEXTS, KEYS),
    ),
    CANVAS: Format(
        label=gettext_lazy("Canvas rubric (CSV)"),
        about=gettext_lazy("For Import rubric in Canvas."),
        extension="csv",
        media_type="text/csv; charset=utf-8",
        one_language=True,
        losses=(
            OTHER_LANGUAGES,
            gettext_lazy("Purpose"),
            gettext_lazy("Weights: Canvas sums points, as the rule set of points does"),
            MARKS,
            RULES,
            TEXTS,
            KEYS,
            gettext_lazy("Identifiers, which tie a criterion to its earlier versions"),
        ),
    ),
    PDF: Format(
        label=gettext_lazy("PDF to print or read"),
        about=gettext_lazy("An accessible document; it can't be read back in."),
        extension="pdf",
        media_type="application/pdf",
        one_language=True,
        reads=False,
        losses=(OTHER_LANGUAGES,),
    ),
}


def read_file(
    data: bytes,
    *,
    file_format: str = "",
    language: str = "",
    base: RubricContent | None = None,
    pick: str = "",
) -> ReadRubric:
    """The content of a file for a draft; without a format it is found by what is inside.

    `language` is that of the texts where a format holds one only, and `base` the last
    version of the same rubric, which says what such a format can't. `pick` names one
    of several rubrics in the file. The slug is empty where the format has none. Raises
    `FaultyRubric`, which names every fault; `FormatNotInstalled`.
    """
    file_format = file_format or format_of(data)
    if file_format not in SIZE_LIMITS:
        raise refuse(_("this is not a rubric in a format that is known here"))
    check_size(data, file_format)
    if file_format == XLSX:
        return read_workbook(data)
    if file_format == JSON:
        return read_rubric(load_json(data), draft=True)
    if file_format == YAML:
        return read_rubric(load_plain_yaml(data), draft=True)
    if not LANGUAGE.fullmatch(language):
        raise refuse(_("say in which language the texts are"), "language")
    read = read_case if file_format == CASE else read_canvas
    outline = read(data, pick=pick)
    content = content_from(outline, language, base)
    if faults := unfit_for_a_draft(content):
        raise FaultyRubric(faults)
    return ReadRubric("", content)
