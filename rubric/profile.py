"""Where the marks of a profile chart stand: whole numbers for an SVG drawing (pure).

Criteria are rows, levels are lanes. Several assessments stand side by side as series:
each has a shape and, where its marks are joined, a dash of its own, so that nobody needs
colour to tell them apart. The template draws it and writes the words, so that nothing
here needs escaping or a language. The same figures always stand in a table beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rubric.drawing import (
    DrawnRow,
    Lane,
    Line,
    Mark,
    ProfileChart,
    Series,
    Trail,
)

LABEL_WIDTH = 300
LANE = 140
TOP = 40
ROW = 70
RIGHT = 20
BOTTOM = 30
#: Marks on the same level stand this far apart, or closer where there are many.
ASIDE = 28
#: The part of a lane in which marks may stand.
ROOM = LANE - 28
LINE_LENGTH = 34
LINE = 18


@dataclass(frozen=True, slots=True)
class Rated:
    """A level with the few letters that stand under its mark."""

    level: int
    note: str = ""


#: What one series has in one row: nothing, a level, or several.
Cell = tuple[Rated, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion. `cells` holds what each series has; `detail` stands in one line
    under the name."""

    label: str
    cells: tuple[Cell, ...]
    detail: str = ""


def profile_chart(
    *,
    rows: Sequence[Row],
    series: Sequence[Series],
    scale: Sequence[tuple[int, str]],
    minimum: int | None = None,
    link: tuple[int, int] | None = None,
) -> ProfileChart:
    """Place the levels of each criterion on lanes, one lane for each level.

    `link` names two series whose marks are joined within a row where their levels
    differ: what was before, and what is now. A level that the scale lacks is refused
    with ValueError, as is a row that has not one cell for each series. A series without
    a mark is not in the key.
    """
    values = [value for value, _label in scale]
    drawn = tuple(_drawn(i, row, series, values, link) for i, row in enumerate(rows))
    return ProfileChart(
        width=LABEL_WIDTH + LANE * len(scale) + RIGHT,
        height=TOP + ROW * len(rows) + BOTTOM,
        lane_top=TOP,
        lane_height=ROW * len(rows),
        lane_width=LANE - 2,
        lanes=tuple(
            Lane(value, label, LABEL_WIDTH + LANE * i + 1, _middle(values, value))
            for i, (value, label) in enumerate(scale)
        ),
        rows=drawn,
        series=tuple(series),
        key=tuple(
            one
            for number, one in enumerate(series)
            if any(row.cells[number] for row in rows)
        ),
        trails=tuple(_trails(drawn, series)),
        minimum_x=LABEL_WIDTH + LANE * values.index(minimum) if minimum else 0,
        minimum=minimum,
    )


def _middle(values: Sequence[int], value: int) -> int:
    return LABEL_WIDTH + LANE * values.index(value) + LANE // 2


def _drawn(
    index: int,
    row: Row,
    series: Sequence[Series],
    values: Sequence[int],
    link: tuple[int, int] | None,
) -> DrawnRow:
    top = TOP + ROW * index
    y = top + ROW // 2
    found = list(_marks(row, series, values, y))
    single = tuple(_only(found, i) for i in range(len(series)))
    label = broken(row.label)
    detail = _cut(row.detail)
    lines = len(label) + bool(detail)
    return DrawnRow(
        label=label,
        label_y=y + 5 - (lines - 1) * LINE // 2,
        detail=detail,
        rule_y=top + ROW,
        middle=y,
        link=_link(row, single, link),
        marks=tuple(mark for _index, mark in found),
        single=single,
    )


def _marks(
    row: Row, series: Sequence[Series], values: Sequence[int], y: int
) -> Iterator[tuple[int, Mark]]:
    """Every mark with the number of its series; those on one level stand side by side
    in the order of the series."""
    placed = [
        (number, rated)
        for number, (_one, cell) in enumerate(zip(series, row.cells, strict=True))
        for rated in cell
    ]
    for place, (number, rated) in enumerate(placed):
        here = [
            i for i, (_of, other) in enumerate(placed) if other.level == rated.level
        ]
        step = min(ASIDE, ROOM // max(len(here) - 1, 1))
        aside = (2 * here.index(place) - (len(here) - 1)) * step // 2
        x = _middle(values, rated.level) + aside
        yield number, Mark(series[number].shape, x, y, rated.note)


def _only(found: Sequence[tuple[int, Mark]], number: int) -> Mark | None:
    marks = [mark for of, mark in found if of == number]
    return marks[0] if len(marks) == 1 else None


def _link(
    row: Row, single: Sequence[Mark | None], link: tuple[int, int] | None
) -> Line | None:
    if link is None:
        return None
    start, end = (single[number] for number in link)
    before, now = (row.cells[number] for number in link)
    if not start or not end or before[0].level == now[0].level:
        return None
    return Line(start.x, end.x)


def _trails(rows: Sequence[DrawnRow], series: Sequence[Series]) -> Iterator[Trail]:
    """A gap in the levels is a gap in the line."""
    for number, one in enumerate(series):
        if not one.joined:
            continue
        steps, pen = [], "M"
        for row in rows:
            mark = row.single[number]
            if mark:
                steps.append(f"{pen}{mark.x} {mark.y}")
            pen = "L" if mark else "M"
        if any(step.startswith("L") for step in steps):
            yield Trail(one.shape, "".join(steps))


def broken(label: str, length: int = LINE_LENGTH) -> tuple[str, ...]:
    """A long name in two lines: SVG text does not wrap."""
    if len(label) <= length or " " not in label:
        return (label,)
    cut = label.rfind(" ", 0, length + 1)
    if cut < 0:
        cut = label.index(" ")
    return (label[:cut], label[cut + 1 :])


def _cut(text: str, length: int = LINE_LENGTH + 4) -> str:
    """One line of a text; the table beside the drawing has all of it."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
