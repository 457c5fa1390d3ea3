"""An Excel workbook read into the data of our own format, with the cell of each value."""

import re

from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.exceptions import FaultyRubric
from rubric.interchange import sheets
from rubric.interchange.archive import check_workbook
from rubric.interchange.cells import load_rows
from rubric.interchange.document import ReadRubric, read_rubric
from rubric.interchange.opening import refuse
from rubric.interchange.workbook_building import Builder, Cells


def read_workbook(data: bytes) -> ReadRubric:
    """Read a workbook as `write_workbook` makes it, for a draft.

    Raises `FaultyRubric`, which names every fault with its sheet and cell.
    """
    check_workbook(data)
    rows = load_rows(data, (sheets.TEXTS, sheets.CRITERIA, sheets.RULES))
    for name in (sheets.TEXTS, sheets.CRITERIA, sheets.RULES):
        if not rows.get(name):
            raise refuse(_("the sheet %(name)s is missing") % {"name": name})
    builder = Builder()
    builder.rules(rows[sheets.RULES])
    builder.criteria(rows[sheets.CRITERIA])
    builder.texts(rows[sheets.TEXTS])
    if builder.faults:
        raise FaultyRubric(builder.faults)
    try:
        return read_rubric(builder.data, draft=True)
    except FaultyRubric as refusal:
        raise FaultyRubric(
            [Fault(_cell_of(f.path, builder.cells), f.message) for f in refusal.faults]
        ) from refusal


def _cell_of(path: str, cells: Cells) -> str:
    """The cell of a path, or of what it stands in, or the path itself."""
    while path:
        if path in cells:
            return cells[path]
        shorter = re.sub(r"(\.[^.\[\]]*|\[\d+\])$", "", path)
        if shorter == path:
            break
        path = shorter
    return cells.get("", path) if path == "" else cells.get(path, path)
