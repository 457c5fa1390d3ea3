"""Where the marks of a level chart stand: whole numbers for an SVG drawing (pure).

The template draws it and writes the words, so that nothing here needs escaping or a
language. The same figures always stand in a table below the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LABEL_WIDTH = 300
LANE = 140
TOP = 40
ROW = 70
RIGHT = 20
BOTTOM = 30
#: A mark that would fall on another steps aside by this much.
ASIDE = 28
LINE_LENGTH = 34
LINE = 18
#: From a mark down to the words under it.
NOTE = 25


@dataclass(frozen=True, slots=True)
class Rated:
    """A level with the few letters that stand under its mark."""

    level: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One criterion in one work: the coach's first and latest level, and own levels.

    `detail` stands in one line under the name.
    """

    label: str
    first: Rated | None
    latest: Rated | None
    own: tuple[int, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    note: str = ""

    @property
    def note_y(self) -> int:
        return self.y + NOTE


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
    detail: str
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
    latest = _rated(row.latest, values, y, taken)
    first = _rated(row.first, values, y, taken, step=-ASIDE)
    own = tuple(_mark(level, values, y, taken) for level in sorted(set(row.own)))
    link = None
    if first and latest and _lane(row.first) != _lane(row.latest):
        link = Line(first.x, latest.x)
    label = broken(row.label)
    detail = _cut(row.detail)
    lines = len(label) + bool(detail)
    label_y = y + 5 - (lines - 1) * LINE // 2
    return DrawnRow(label, label_y, detail, top + ROW, y, link, first, latest, own)


def _lane(given: Rated | None) -> int | None:
    return given.level if given else None


def _rated(
    given: Rated | None,
    values: Sequence[int],
    y: int,
    taken: list[int],
    step: int = ASIDE,
) -> Mark | None:
    if given is None:
        return None
    return _mark(given.level, values, y, taken, step, given.note)


def _mark(
    value: int,
    values: Sequence[int],
    y: int,
    taken: list[int],
    step: int = ASIDE,
    note: str = "",
) -> Mark:
    """The mark of a level, moved aside when another already stands there."""
    x = _middle(values, value)
    while x in taken:
        x += step
    taken.append(x)
    return Mark(x, y, note)


def broken(label: str, length: int = LINE_LENGTH) -> tuple[str, ...]:
    """A long name in two lines: SVG text does not wrap."""
    if len(label) <= length or " " not in label:
        return (label,)
    cut = label.rfind(" ", 0, length + 1)
    if cut < 0:
        cut = label.index(" ")
    return (label[:cut], label[cut + 1 :])


def _cut(text: str, length: int = LINE_LENGTH + 4) -> str:
    """One line of a text; the table below the drawing has all of it."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
