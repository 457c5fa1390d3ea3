"""A version written as an Excel workbook: typed text in every cell, never a formula."""

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rubric.content import CriterionContent, RubricContent
from rubric.interchange import sheets
from rubric.interchange.libraries import openpyxl

WIDTHS = {sheets.TEXTS: (34, 34, 60), sheets.CRITERIA: (24, 12), sheets.RULES: (24, 60)}
HEAD, LOCKED, MISSING = "FFDDE8E2", "FFF2F2F2", "FFFFF4CC"
#: Excel reads _x0041_ as a character; this way it stays what it is.
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_workbook(slug: str, content: RubricContent) -> bytes:
    library = openpyxl()
    book = library.Workbook()
    _readme(book.active)
    _texts(book.create_sheet(sheets.TEXTS), content)
    _criteria(book.create_sheet(sheets.CRITERIA), content)
    _rules(book.create_sheet(sheets.RULES), slug, content)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _readme(sheet: Any) -> None:
    sheet.title = sheets.README
    for i, text in enumerate(sheets.instructions(), start=1):
        _put(sheet, i, 1, text)
    sheet.column_dimensions["A"].width = 110


def _texts(sheet: Any, content: RubricContent) -> None:
    lines = list(sheets.text_lines(content, _first_language(content)))
    used = [language for line in lines for language in line.texts]
    languages = list(dict.fromkeys([*content.languages, *used]))
    _head(sheet, [*sheets.TEXT_HEAD, *languages])
    for i, line in enumerate(lines, start=2):
        _put(sheet, i, 1, line.key, fill=LOCKED)
        _put(sheet, i, 2, line.explanation, fill=LOCKED)
        for column, language in enumerate(languages, start=3):
            text = line.texts.get(language, "")
            _put(sheet, i, column, text, fill="" if text else MISSING, locked=False)
    sheet.freeze_panes = "C2"
    _protect(sheet)


def _criteria(sheet: Any, content: RubricContent) -> None:
    steps = [step.value for step in content.scale]
    _head(sheet, [*sheets.CRITERION_HEAD, *(f"{sheets.POINTS}{v}" for v in steps)])
    for i, criterion in enumerate(content.criteria, start=2):
        for column, text in enumerate(_criterion(criterion, steps), start=1):
            _put(sheet, i, column, text, locked=False)
    sheet.freeze_panes = "B2"


def _criterion(criterion: CriterionContent, steps: Sequence[int]) -> list[str]:
    points = [criterion.points.get(value) for value in steps]
    return [
        criterion.key,
        str(criterion.sort_order),
        str(criterion.weight),
        sheets.YES if criterion.is_gate else sheets.NO,
        sheets.YES if criterion.needed_for_distinction else sheets.NO,
        str(criterion.rated_by),
        ", ".join(criterion.looks_at),
        str(criterion.uuid or ""),
        *(_plain(value) for value in points),
    ]


def _rules(sheet: Any, slug: str, content: RubricContent) -> None:
    _head(sheet, sheets.RULE_HEAD)
    values = _rule_values(slug, content)
    explained = sheets.rule_explanations(len(content.scale))
    for i, (key, about) in enumerate(explained.items(), start=2):
        _put(sheet, i, 1, key, fill=LOCKED)
        _put(sheet, i, 2, about, fill=LOCKED)
        _put(sheet, i, 3, values[key], locked=False)
    sheet.freeze_panes = "C2"
    _protect(sheet)


def _rule_values(slug: str, content: RubricContent) -> dict[str, str]:
    rules = content.rules
    return {
        "id": slug,
        "version": content.label,
        "languages": ", ".join(content.languages),
        **{f"levels.{step.value}.key": step.key for step in content.scale},
        "minimum_level": str(rules.minimum_level),
        "pass_mean": _plain(rules.pass_mean),
        "parts.minimum_level": str(rules.parts_minimum_level),
        "parts.pass_mean": _plain(rules.parts_pass_mean),
        "distinction.mean": _plain(rules.distinction_mean),
        "distinction.level": str(rules.distinction_level),
        "points_to_pass": _plain(rules.points_to_pass),
        "pooling": str(rules.pooling),
    }


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _first_language(content: RubricContent) -> str:
    return content.languages[0] if content.languages else ""


def _head(sheet: Any, names: Sequence[str]) -> None:
    widths = WIDTHS[sheet.title]
    for column, name in enumerate(names, start=1):
        cell = _put(sheet, 1, column, name, fill=HEAD)
        cell.font = openpyxl().styles.Font(bold=True)
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = widths[min(column, len(widths)) - 1]


def _put(
    sheet: Any, row: int, column: int, text: str, *, fill: str = "", locked: bool = True
) -> Any:
    styles = openpyxl().styles
    cell = sheet.cell(row=row, column=column)
    if text:
        cell.value = ESCAPE.sub("_x005F_", text)
        # "=1+1" has become a formula and "#N/A" an error by now.
        cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    cell.protection = styles.Protection(locked=locked)
    if fill:
        cell.fill = styles.PatternFill("solid", start_color=fill)
    return cell


def _protect(sheet: Any) -> None:
    """Keys can't be typed over by accident; whoever means to lifts it without password."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
