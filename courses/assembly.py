"""How accepted answers become the fields of the description.

One text form for each type of exercise:

- text: as it was written.
- table: the fields above it, one `Label: value` line each; then a paragraph a row,
  `Label: cell. Label: cell.` in the order of the columns; then the closing text.
- form: a paragraph a field, `Label: text`. A form that has a field under the very key
  of each description field it feeds goes there field by field, without labels.

Several exercises into one field follow one another in the order of the course, each
under its title. Labels and titles are in the language of the answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from courses.answers import Part, Shape, rows
from courses.enums import ExerciseType, PartKind

_ENDS_SENTENCE = (".", "!", "?", "…", ":", ";", ".”", "!”", "?”", '."')


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One accepted answer, with the labels and the title of its own language."""

    type: str
    title: str
    order: int
    language: str
    feeds: tuple[str, ...]
    parts: tuple[Part, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The text for one description field and the language it is written in."""

    text: str
    language: str


def assemble(pieces: Iterable[Piece]) -> dict[str, Assembled]:
    """The description fields that the accepted answers fill."""
    found: dict[str, list[tuple[Piece, str]]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: p.order):
        for key, text in _contributions(piece):
            if text:
                found[key].append((piece, text))
    return {key: _joined(texts) for key, texts in found.items()}


def text_form(piece: Piece) -> str:
    """The whole answer as one text."""
    if piece.type == ExerciseType.TABLE:
        return _paragraphs([_lead(piece), *_row_paragraphs(piece), _closing(piece)])
    if piece.type == ExerciseType.FORM:
        return _paragraphs(_form_paragraph(part, piece.texts) for part in piece.parts)
    return _paragraphs(piece.texts.get(part.key, "") for part in piece.parts)


def _contributions(piece: Piece) -> list[tuple[str, str]]:
    keys = {part.key for part in piece.parts if part.kind == PartKind.FIELD}
    if piece.type == ExerciseType.FORM and keys.issuperset(piece.feeds):
        return [(key, piece.texts.get(key, "").strip()) for key in piece.feeds]
    text = text_form(piece)
    return [(key, text) for key in piece.feeds]


def _joined(texts: Sequence[tuple[Piece, str]]) -> Assembled:
    language = texts[-1][0].language
    if len(texts) == 1:
        return Assembled(text=texts[0][1], language=language)
    under_titles = [_paragraphs([piece.title, text]) for piece, text in texts]
    return Assembled(text=_paragraphs(under_titles), language=language)


def _lead(piece: Piece) -> str:
    lines = [
        f"{part.label}: {_one_line(text)}"
        for part in piece.parts
        if part.kind == PartKind.LEAD
        and (text := piece.texts.get(part.key, "")).strip()
    ]
    return "\n".join(lines)


def _row_paragraphs(piece: Piece) -> list[str]:
    shape = Shape(parts=piece.parts, max_rows=10_000)
    return [
        " ".join(
            f"{part.label}: {_sentence(row[part.key])}"
            for part in shape.columns
            if row[part.key].strip()
        )
        for row in rows(shape, piece.texts)
    ]


def _closing(piece: Piece) -> str:
    closing = (part for part in piece.parts if part.kind == PartKind.CLOSING)
    return _paragraphs(piece.texts.get(part.key, "") for part in closing)


def _form_paragraph(part: Part, texts: Mapping[str, str]) -> str:
    text = re.sub(r"\s*\n\s*", "\n", texts.get(part.key, "").strip())
    return f"{part.label}: {text}" if text else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    line = _one_line(text)
    return line if line.endswith(_ENDS_SENTENCE) else f"{line}."


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(stripped for text in texts if (stripped := text.strip()))
