"""The cells of a workbook as plain text, each with its place."""

import io
import re
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.exceptions import FaultyRubric
from rubric.interchange import sheets
from rubric.interchange.libraries import openpyxl
from rubric.interchange.limits import XLSX_COLUMNS, XLSX_ROWS
from rubric.interchange.opening import refuse

UNESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


class Cell(NamedTuple):
    place: str
    text: str


Rows = list[list[Cell]]


def load_rows(data: bytes, wanted: Sequence[str]) -> dict[str, Rows]:
    """The cells of each sheet that is there; formulas and dates are faults."""
    library = openpyxl()
    faults: list[Fault] = []
    found: dict[str, Rows] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = library.load_workbook(io.BytesIO(data), read_only=True)
            for name in wanted:
                if name in book.sheetnames:
                    found[name] = _rows(book[name], name, faults)
            book.close()
    except FaultyRubric:
        raise
    except Exception as error:
        # openpyxl raises whatever it meets in a damaged part.
        raise refuse(_("the workbook is damaged")) from error
    if faults:
        raise FaultyRubric(faults)
    return found


def _rows(sheet: Any, name: str, faults: list[Fault]) -> Rows:
    sheet.reset_dimensions()
    rows: Rows = []
    for i, row in enumerate(
        sheet.iter_rows(max_row=XLSX_ROWS + 1, max_col=XLSX_COLUMNS), start=1
    ):
        cells = [
            _cell(cell, f"{name}!{_letter(j)}{i}", faults) for j, cell in enumerate(row)
        ]
        rows.append(cells)
    if len(rows) > XLSX_ROWS:
        raise refuse(
            _("the sheet has more than %(count)d rows") % {"count": XLSX_ROWS}, name
        )
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return rows


def _cell(cell: Any, place: str, faults: list[Fault]) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        faults.append(Fault(place, _("is a formula; write the text itself")))
    elif kind == "e":
        faults.append(Fault(place, _("shows an error of the spreadsheet")))
    elif isinstance(value, str):
        return Cell(place, UNESCAPE.sub("_", value))
    elif isinstance(value, bool):
        return Cell(place, sheets.YES if value else sheets.NO)
    elif isinstance(value, int | float):
        return Cell(place, f"{value:.10g}" if isinstance(value, float) else str(value))
    elif value is not None:
        faults.append(Fault(place, _("is a date; write it as text")))
    return Cell(place, "")


def _letter(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)
