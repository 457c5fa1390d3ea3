"""What the drawing of a profile chart is made of: whole numbers for an SVG (pure)."""

from dataclasses import dataclass, field
from enum import StrEnum

#: From a mark down to the words under it.
NOTE = 25


class Shape(StrEnum):
    """How the marks of one series are drawn."""

    VESSEL = "vessel"
    RING = "ring"
    DIAMOND = "diamond"
    SQUARE = "square"
    TRIANGLE = "triangle"
    CROSS = "cross"


SHAPES = tuple(Shape)


@dataclass(frozen=True, slots=True)
class Series:
    """One assessment, or one round: its name, its shape, and whether its marks are
    joined from row to row."""

    label: str
    shape: Shape
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    shape: Shape
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
    marks: tuple[Mark, ...]
    #: The mark of each series, None where it has none or several.
    single: tuple[Mark | None, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Trail:
    """The line that joins the marks of one series; `path` is the data of an SVG path."""

    shape: Shape
    path: str


@dataclass(frozen=True, slots=True)
class ProfileChart:
    width: int
    height: int
    lane_top: int
    lane_height: int
    lane_width: int
    lanes: tuple[Lane, ...]
    rows: tuple[DrawnRow, ...]
    series: tuple[Series, ...]
    #: Those of the series that have a mark.
    key: tuple[Series, ...]
    trails: tuple[Trail, ...]
    minimum_x: int
    minimum: int | None

    @property
    def foot_y(self) -> int:
        """Where the words under the drawing stand."""
        return self.height - 8
