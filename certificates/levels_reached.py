"""The levels that were reached, one place for each criterion: the same for everybody who
was assessed by the same rubric, so only the figure and its drawing differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from .facts import FactSet, LevelReached


@dataclass(frozen=True, slots=True)
class Reached:
    """A criterion, the level that was reached on it and the highest there is."""

    name: str
    value: int
    most: int

    @property
    def figure(self) -> str:
        return f"{self.value}/{self.most}"

    @property
    def asset(self) -> str:
        """The name of the drawing of this level."""
        return f"level-{self.value}-{self.most}.svg"


def levels_of(facts: FactSet) -> list[Reached]:
    """In the rubric's order."""
    return [Reached(row.name, row.value, most_of(row)) for row in facts.levels]


def pairs_of(levels: Sequence[Reached]) -> list[tuple[Reached, Reached | None]]:
    """Two criteria a line."""
    lefts, rights = levels[::2], [*levels[1::2], None]
    return list(zip(lefts, rights, strict=False))


def most_of(row: LevelReached) -> int:
    return max([row.value, *(value for _uuid, value, _label in row.levels)])
