"""The levels that were reached, gathered for a row that is short: the best come first."""

from dataclasses import dataclass
from itertools import groupby

from .facts import FactSet, LevelReached


@dataclass(frozen=True, slots=True)
class Reached:
    """The criteria on which one and the same level was reached."""

    value: int
    most: int
    label: str
    names: tuple[str, ...]

    @property
    def asset(self) -> str:
        """The name of the drawing of this level."""
        return f"level-{self.value}-{self.most}.svg"


def levels_of(facts: FactSet) -> list[Reached]:
    """Criteria keep their order within a level."""
    ordered = sorted(facts.levels, key=_place)
    return [
        Reached(place[0] * -1, place[1], place[2], tuple(row.name for row in rows))
        for place, rows in groupby(ordered, key=_place)
    ]


def _place(row: LevelReached) -> tuple[int, int, str]:
    most = max([row.value, *(value for _uuid, value, _label in row.levels)])
    return -row.value, most, row.label
