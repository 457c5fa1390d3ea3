"""Where the marks of a level chart stand: whole numbers for an SVG drawing (pure).

The template draws it and writes the words, so that nothing here needs escaping or a
language. The same figures always stand in a table below the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LABEL_WIDTH = 300
LANE = 140
TOP = 40
ROW = 46
RIGHT = 20
BOTTOM = 30
#: A mark that would fall on another steps aside by this much.
ASIDE = 28
LINE_LENGTH = 34


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One criterion: the first and the latest level of the coach, and own levels."""

    label: str
    first: int | None
    latest: int | None
    own: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """Where a horizontal line runs."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lane:
    value: int
    label: str
    x: int
    middle: int


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of the drawing; `label` is broken into the lines that fit beside it."""

    label: tuple[str, ...]
    label_y: int
    rule_y: int
    middle: int
    link: Line | None
    first: Mark | None
    latest: Mark | None
    own: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class LevelChart:
    width: int
    height: int
    lane_top: int
    lane_height: int
    lane_width: int
    lanes: tuple[Lane, ...]
    rows: tuple[DrawnRow, ...]
    minimum_x: int
    minimum: int

    @property
    def foot_y(self) -> int:
        """Where the words under the drawing stand."""
        return self.height - 8


def level_chart(
    *, rows: Sequence[LevelRow], scale: Sequence[tuple[int, str]], minimum: int
) -> LevelChart:
    """Place the levels of each criterion on lanes, one lane for each level."""
    values = [value for value, _label in scale]
    lanes = tuple(
        Lane(value, label, LABEL_WIDTH + LANE * i + 1, _middle(values, value))
        for i, (value, label) in enumerate(scale)
    )
    return LevelChart(
        width=LABEL_WIDTH + LANE * len(scale) + RIGHT,
        height=TOP + ROW * len(rows) + BOTTOM,
        lane_top=TOP,
        lane_height=ROW * len(rows),
        lane_width=LANE - 2,
        lanes=lanes,
        rows=tuple(_drawn(i, row, values) for i, row in enumerate(rows)),
        minimum_x=LABEL_WIDTH + LANE * values.index(minimum),
        minimum=minimum,
    )


def _middle(values: Sequence[int], value: int) -> int:
    return LABEL_WIDTH + LANE * values.index(value) + LANE // 2


def _drawn(index: int, row: LevelRow, values: Sequence[int]) -> DrawnRow:
    top = TOP + ROW * index
    y = top + ROW // 2
    taken: list[int] = []
    latest = _mark(row.latest, values, y, taken)
    first = _mark(row.first, values, y, taken, step=-ASIDE)
    own = tuple(
        mark
        for level in sorted(set(row.own))
        if (mark := _mark(level, values, y, taken)) is not None
    )
    link = None
    if first and latest and row.first != row.latest:
        link = Line(first.x, latest.x)
    label = broken(row.label)
    label_y = y + 5 if len(label) == 1 else y - 4
    return DrawnRow(label, label_y, top + ROW, y, link, first, latest, own)


def _mark(
    value: int | None,
    values: Sequence[int],
    y: int,
    taken: list[int],
    step: int = ASIDE,
) -> Mark | None:
    """The mark of a level, moved aside when another already stands there."""
    if value is None:
        return None
    x = _middle(values, value)
    while x in taken:
        x += step
    taken.append(x)
    return Mark(x, y)


def broken(label: str, length: int = LINE_LENGTH) -> tuple[str, ...]:
    """A long name in two lines: SVG text does not wrap."""
    if len(label) <= length or " " not in label:
        return (label,)
    cut = label.rfind(" ", 0, length + 1)
    if cut < 0:
        cut = label.index(" ")
    return (label[:cut], label[cut + 1 :])
