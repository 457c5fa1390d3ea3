"""The rows of the page of the editor: languages, levels, criteria and problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import translation

from rubric.cms.fields import Cell, Texts


class Step(NamedTuple):
    """A level of the scale."""

    value: int
    key: Cell
    label: Texts
    name: str
    is_removed: bool
    can_go: bool

    @property
    def keep_id(self) -> str:
        return f"keep-s-{self.value}"


class LevelRow(NamedTuple):
    """A level of one criterion."""

    value: int
    texts: Texts
    points: Cell | None
    is_removed: bool


class Language(NamedTuple):
    code: str
    name: str
    missing: int
    first: str


class Problem(NamedTuple):
    """A line of the summary; `target` is the field to go to."""

    where: str
    message: str
    target: str


@dataclass(frozen=True)
class CriterionRow:
    place: str
    number: int
    title: str
    name: Texts
    question: Texts
    cells: dict[str, Cell]
    levels: Sequence[LevelRow]
    is_removed: bool
    is_first: bool
    is_last: bool
    is_open: bool
    added_meanwhile: bool = False
    gone_meanwhile: bool = False

    @property
    def texts(self) -> list[Texts]:
        kept = [level.texts for level in self.levels if not level.is_removed]
        return [self.name, self.question, *kept]

    @property
    def missing(self) -> int:
        return sum(texts.missing for texts in self.texts)

    @property
    def weight(self) -> str:
        return str(self.cells["weight"].value or "")


def shown_name(texts: Texts) -> str:
    """The name in the language of the page, else in the first that has one."""
    active = (translation.get_language() or "").partition("-")[0]
    values = {cell.language: str(cell.value or "").strip() for cell in texts.cells}
    return values.get(active) or next((v for v in values.values() if v), "")
