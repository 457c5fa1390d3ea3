"""A partner's list as a file that opens in a spreadsheet and runs nothing there."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from valmentamo.formulas import neutralised

from .shares import Share

Cell = str | int | date | None


def head() -> list[str]:
    return [
        _("Name"),
        _("Training"),
        _("Hours"),
        _("Issued"),
        _("Valid until"),
        pgettext("certificate", "Code"),
        _("State"),
        _("Languages"),
    ]


def cells(share: Share) -> list[Cell]:
    certificate, facts = share.certificate, share.facts
    return [
        certificate.printed_name,
        facts.course,
        facts.hours,
        facts.issued_on,
        certificate.last_day,
        certificate.printed_code,
        str(share.verdict.look.word),
        ", ".join(certificate.languages),
    ]


def as_csv(shares: Iterable[Share]) -> bytes:
    """With a byte order mark, from which Excel knows that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head())
    writer.writerows(_safe(cells(share)) for share in shares)
    return out.getvalue().encode("utf-8-sig")


def _safe(line: list[Cell]) -> Iterator[str]:
    for cell in line:
        if isinstance(cell, str):
            yield neutralised(cell)
        else:
            yield "" if cell is None else str(cell)


def as_workbook(shares: Iterable[Share]) -> bytes:
    """Typed cells: a text that begins with = stays the text that it is."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Certificates"))
    sheet.freeze_panes = "A2"

    def typed(value: Cell) -> object:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        return cell

    sheet.append([typed(value) for value in head()])
    for share in shares:
        sheet.append([typed(value) for value in cells(share)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
