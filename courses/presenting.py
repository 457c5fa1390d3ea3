"""How a frozen answer is laid out for its readers (pure).

A table stays a table, the fields of a form keep their labels, a description has a
heading for each field: whoever rates an answer sees it as it was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from courses.answers import Part, Shape, marked, rows
from courses.enums import PartKind, SubmissionState

#: How a state of an answer is coloured; the words say it too.
STATE_KINDS = {
    SubmissionState.SUBMITTED: "info",
    SubmissionState.RETURNED: "next",
    SubmissionState.ACCEPTED: "ok",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text under its label, or without one."""

    label: str
    text: str
    kind: str = "passage"


@dataclass(frozen=True, slots=True)
class Fields:
    """Short fields with their labels."""

    items: tuple[tuple[str, str], ...]
    kind: str = "fields"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column heads and rows of cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was picked from a list."""

    label: str
    items: tuple[str, ...]
    kind: str = "chosen"


type Block = Passage | Fields | Grid | Chosen


def blocks(
    shape: Shape,
    texts: Mapping[str, str],
    *,
    choice_labels: Mapping[str, str] | None = None,
    headings: bool = False,
) -> list[Block]:
    """Lay out an answer in the order of its parts.

    `headings` gives each field a heading of its own, as a description has; a part that
    was left empty is shown with an empty text, because that too is read and rated.
    """
    found: list[Block] = []
    for kind, group in groupby(shape.parts, key=lambda part: part.kind):
        parts = tuple(group)
        if kind == PartKind.COLUMN:
            found.append(_grid(shape, texts))
        elif kind == PartKind.MARKS:
            found += [
                _chosen(shape, part, texts, choice_labels or {}) for part in parts
            ]
        elif kind in (PartKind.FIELD, PartKind.LEAD) and not headings:
            found.append(Fields(tuple((p.label, texts.get(p.key, "")) for p in parts)))
        else:
            found += [_passage(part, texts) for part in parts]
    return found


def _passage(part: Part, texts: Mapping[str, str]) -> Passage:
    label = "" if part.kind == PartKind.TEXT else part.label
    return Passage(label, texts.get(part.key, ""))


def _grid(shape: Shape, texts: Mapping[str, str]) -> Grid:
    heads = tuple(part.label for part in shape.columns)
    cells = (
        tuple(row[part.key] for part in shape.columns) for row in rows(shape, texts)
    )
    return Grid(heads, tuple(tuple(zip(heads, row, strict=True)) for row in cells))


def _chosen(
    shape: Shape, part: Part, texts: Mapping[str, str], labels: Mapping[str, str]
) -> Chosen:
    keys = marked(shape, texts.get(part.key, ""))
    return Chosen(part.label, tuple(labels.get(key, key) for key in keys))


def plain(shape: Shape, texts: Mapping[str, str]) -> str:
    """The whole answer as one text, so that two rounds can be compared."""
    lines: list[str] = []
    for block in blocks(shape, texts):
        match block:
            case Passage():
                lines += [block.label, block.text]
            case Fields():
                lines += [f"{label}: {text}" for label, text in block.items]
            case Grid():
                lines += [" | ".join(text for _head, text in row) for row in block.rows]
            case Chosen():
                lines += [block.label, ", ".join(block.items)]
    return "\n".join(line for line in lines if line.strip())
