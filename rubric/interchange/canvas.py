"""The CSV template for rubrics of Canvas: one row a criterion, ratings side by side."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import islice, pairwise

from django.utils.translation import gettext as _

from rubric.content import RubricContent
from rubric.drafts import MOST_CRITERIA, MOST_LEVELS
from rubric.exceptions import FaultyRubric
from rubric.interchange.fields import Reader
from rubric.interchange.limits import CSV_ROWS
from rubric.interchange.opening import check_size, refuse, text_of
from rubric.interchange.outline import Outline, Rating, Row
from rubric.interchange.rules import POINTS_BELOW
from valmentamo.formulas import neutralised, restored

HEAD = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
GROUP = ("Rating Name", "Rating Description", "Rating Points")
TRUE, FALSE = ("true", "1"), ("false", "0", "")


def write_canvas(content: RubricContent, language: str) -> bytes:
    """As Canvas writes it: the best rating first."""
    most = max((len(criterion.levels) for criterion in content.criteria), default=0)
    labels = {step.value: step.label.get(language, "") for step in content.scale}
    title = content.texts["title"].get(language, "")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*HEAD, *(GROUP * most)])
    for criterion in content.criteria:
        texts = [title, criterion.name.get(language, "")]
        texts += [criterion.question.get(language, ""), "false"]
        for value in sorted(criterion.levels, reverse=True):
            points = criterion.points.get(value, Decimal(value))
            texts += [labels.get(value, ""), criterion.levels[value].get(language, "")]
            texts.append(format(points.normalize(), "f"))
        writer.writerow([neutralised(text) for text in texts])
    return out.getvalue().encode()


def read_canvas(data: bytes, *, pick: str = "") -> Outline:
    """Read the one rubric of the file, or the one whose name is `pick`.

    Raises `FaultyRubric`, which names every fault with its cell.
    """
    check_size(data, "canvas")
    rows = _rows(text_of(data))
    groups = _groups(rows[0])
    read = Reader(draft=True)
    chosen = _chosen(read, rows, pick)
    _refuse_twice(read, chosen)
    if len(chosen) > MOST_CRITERIA:
        read.fault(
            HEAD[1], _("at most %(limit)d are allowed") % {"limit": MOST_CRITERIA}
        )
    criteria = [_row(read, row, line, groups) for line, row in chosen[:MOST_CRITERIA]]
    if read.faults:
        raise FaultyRubric(read.faults)
    title = read.text(restored(chosen[0][1][0]), cell(1, chosen[0][0]))
    return Outline(title=title, purpose="", rows=criteria)


def cell(column: int, line: int) -> str:
    """A cell as a sheet names it: C4."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def _rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True
        )
        rows = list(islice(lines, CSV_ROWS + 2))
    except csv.Error as error:
        raise refuse(_("not valid CSV: %(error)s") % {"error": error}) from error
    if len(rows) > CSV_ROWS + 1:
        raise refuse(_("the file has more than %(count)d rows") % {"count": CSV_ROWS})
    if not rows or len(rows) < 2:
        raise refuse(_("the file has no criteria"))
    return rows


def _groups(head: Sequence[str]) -> list[tuple[int, int, int]]:
    """Columns of each rating; Canvas numbers their headings or does not."""
    names = [name.strip() for name in head]
    if tuple(name.lower() for name in names[:4]) != tuple(n.lower() for n in HEAD):
        raise refuse(
            _("the first row must begin with: %(head)s") % {"head": ", ".join(HEAD)},
            "A1",
        )
    columns = [
        [i for i, name in enumerate(names) if name.lower().startswith(part.lower())]
        for part in GROUP
    ]
    if not columns[0] or len({len(part) for part in columns}) > 1:
        raise refuse(
            _("each rating needs the columns %(group)s") % {"group": ", ".join(GROUP)},
            "E1",
        )
    return list(zip(*columns, strict=True))


def _chosen(
    read: Reader, rows: Sequence[list[str]], pick: str
) -> list[tuple[int, list[str]]]:
    filled = [
        (i + 2, row) for i, row in enumerate(rows[1:]) if any(map(str.strip, row))
    ]
    names: dict[str, list[tuple[int, list[str]]]] = {}
    for line, row in filled:
        name = restored(row[0]).strip()
        if not name:
            read.fault(cell(1, line), _("the name of the rubric is missing"))
        names.setdefault(name, []).append((line, row))
    if read.faults:
        raise FaultyRubric(read.faults)
    if pick:
        names = {name: lines for name, lines in names.items() if name == pick}
    if len(names) != 1:
        titles = ", ".join(f"“{name[:60]}”" for name in list(names)[:10])
        raise refuse(
            _("the file holds %(count)d rubrics: %(titles)s. Say which one to read")
            % {"count": len(names), "titles": titles},
            "A",
        )
    return next(iter(names.values()))


def _refuse_twice(read: Reader, rows: Sequence[tuple[int, list[str]]]) -> None:
    lines: dict[str, int] = {}
    for line, row in rows:
        name = row[1].strip() if len(row) > 1 else ""
        if name and name in lines:
            read.fault(
                cell(2, line),
                _("the criterion “%(name)s” stands in row %(line)d already")
                % {"name": name[:60], "line": lines[name]},
            )
        lines.setdefault(name, line)


def _row(
    read: Reader, row: list[str], line: int, groups: Sequence[tuple[int, int, int]]
) -> Row:
    values = [*row, *[""] * (max(map(max, groups)) + 1 - len(row))]
    name = read.text(restored(values[1]), cell(2, line))
    if not name:
        read.fault(cell(2, line), _("the name of the criterion is missing"))
    ranged = values[3].strip().lower()
    if ranged not in (*TRUE, *FALSE):
        read.fault(cell(4, line), _("must be true or false"))
    ratings = [
        _rating(read, [values[column] for column in group], line, group)
        for group in groups
        if any(values[column].strip() for column in group)
    ]
    if not 1 <= len(ratings) <= MOST_LEVELS:
        read.fault(
            cell(2, line),
            _("must have from %(least)d to %(most)d ratings")
            % {"least": 1, "most": MOST_LEVELS},
        )
    points = [rating.points or Decimal() for rating in ratings]
    return Row(
        name=name,
        question=read.text(restored(values[2]), cell(3, line)),
        weight=Fraction(max(points)) if points and max(points) > 0 else None,
        ratings=_weakest_first(ratings),
        source={"canvas": {"enable_range": True}} if ranged in TRUE else {},
    )


def _rating(
    read: Reader, values: Sequence[str], line: int, group: tuple[int, int, int]
) -> Rating:
    name, descriptor, points = values
    place = cell(group[2] + 1, line)
    written = restored(points).strip().replace(",", ".")
    try:
        value = Decimal(written) if len(written) <= 20 else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        read.fault(place, _("must be a number"))
        value = Decimal()
    elif not 0 <= value < POINTS_BELOW or value != round(value, 4):
        read.fault(
            place,
            _("must be from 0 to %(most)d with at most four decimals")
            % {"most": POINTS_BELOW - 1},
        )
        # A small file can name a number that no memory holds.
        value = Decimal()
    return Rating(
        name=read.text(restored(name), cell(group[0] + 1, line)),
        descriptor=read.text(restored(descriptor), cell(group[1] + 1, line)),
        points=value,
    )


def _weakest_first(ratings: Sequence[Rating]) -> list[Rating]:
    points = [rating.points or Decimal() for rating in ratings]
    if all(left >= right for left, right in pairwise(points)):
        return list(reversed(ratings))
    return sorted(ratings, key=lambda rating: rating.points or Decimal())
