"""What an answer consists of, how its words are counted and what it still lacks.

An answer is {key: text}. A table cell is `<column>.<row from 1>`; the text of `marks`
is keys joined by commas. A draft may break every limit here; a submission may not.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import PartKind

type Fault = tuple[str, str]

#: Words in a minute.
READING_SPEED = 150

#: 1 200 000 is one word: groups of three digits behind one another are one number.
_NUMBER_GROUPS = re.compile(r"(?<!\w)(\d{1,3})((?:[ \u00a0\u2009\u202f]\d{3})+)(?!\w)")
#: A long dash stands between words also where no space surrounds it.
_BREAKS = re.compile(r"[\s\u2014\u2015]+")
_CELL = re.compile(r"(?P<column>[-\w]+)\.(?P<row>[1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an answer with its limits."""

    key: str
    kind: str
    label: str = ""
    required: bool = True
    min_words: int | None = None
    max_words: int | None = None
    max_chars: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The parts of an answer in order. `choices` are the keys that can be marked."""

    parts: tuple[Part, ...] = ()
    min_rows: int = 0
    max_rows: int = 40
    choices: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Part, ...]:
        return tuple(p for p in self.parts if p.kind == PartKind.COLUMN)

    @property
    def singles(self) -> tuple[Part, ...]:
        """Parts that are one field each."""
        return tuple(p for p in self.parts if p.kind != PartKind.COLUMN)

    def part(self, key: str) -> Part | None:
        """The part that a field key belongs to, or None where nothing has this key."""
        if single := next((p for p in self.singles if p.key == key), None):
            return single
        if (cell := split_cell(key)) and cell[1] <= self.max_rows:
            return next((p for p in self.columns if p.key == cell[0]), None)
        return None


def cell_key(column: str, row: int) -> str:
    return f"{column}.{row}"


def split_cell(key: str) -> tuple[str, int] | None:
    match = _CELL.fullmatch(key)
    return (match["column"], int(match["row"])) if match else None


def count_words(text: str) -> int:
    """Words as a word processor counts them: what stands between white space and has
    a letter or a digit in it. So `e-mail`, `80–200` and `it's` are one word, a lone
    dash is none, and a number in groups of three (`1 200 000`) is one."""
    joined = _NUMBER_GROUPS.sub(lambda m: m[1] + re.sub(r"\s", "", m[2]), text)
    return sum(any(c.isalnum() for c in piece) for piece in _BREAKS.split(joined))


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one, in which an adult reads a new text with thought."""
    return max(1, math.ceil(words / READING_SPEED))


def rows(shape: Shape, texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a table that have any text, in order: {column key: text}."""
    numbers = sorted({cell[1] for key in texts if (cell := split_cell(key))})
    found = []
    for number in numbers[: shape.max_rows]:
        row = {p.key: texts.get(cell_key(p.key, number), "") for p in shape.columns}
        if any(text.strip() for text in row.values()):
            found.append(row)
    return found


def marked(shape: Shape, text: str) -> list[str]:
    """The keys that were chosen, once each and in the order of the choices."""
    chosen = {key.strip() for key in text.split(",")}
    return [key for key in shape.choices if key in chosen]


def normalise(shape: Shape, texts: Mapping[str, str]) -> dict[str, str]:
    """The answer as it is frozen: unknown and empty fields gone, wholly empty rows
    dropped and the rest numbered from 1, outer white space stripped."""
    kept = {}
    for part in shape.singles:
        text = texts.get(part.key, "")
        if part.kind == PartKind.MARKS:
            text = ",".join(marked(shape, text))
        kept[part.key] = text.strip()
    for number, row in enumerate(rows(shape, texts), start=1):
        kept |= {cell_key(key, number): text.strip() for key, text in row.items()}
    return {key: text for key, text in kept.items() if text}


def faults(shape: Shape, texts: Mapping[str, str]) -> list[Fault]:
    """What a submission still lacks, as (field key, message) in the order of the form."""
    found: list[Fault] = []
    columns_done = False
    for part in shape.parts:
        if part.kind == PartKind.COLUMN:
            if not columns_done:
                found += _table_faults(shape, texts)
            columns_done = True
        elif part.kind == PartKind.MARKS:
            found += _mark_faults(shape, part, texts.get(part.key, ""))
        else:
            found += _text_faults(part, part.key, texts.get(part.key, ""))
    return found


def _text_faults(part: Part, key: str, text: str) -> Iterator[Fault]:
    text = text.strip()
    if not text:
        if part.required:
            yield key, _("This part has no answer yet. Write it here.")
        return
    words = count_words(text)
    if part.min_words and words < part.min_words:
        yield key, _too_few_words(part.min_words, words)
    if part.max_words and words > part.max_words:
        yield key, _too_many_words(part.max_words, words)
    if part.max_chars and len(text) > part.max_chars:
        yield key, _too_many_characters(part.max_chars, len(text))


def _table_faults(shape: Shape, texts: Mapping[str, str]) -> Iterator[Fault]:
    filled = rows(shape, texts)
    needed = {p.key for p in shape.columns if p.required}
    full = [row for row in filled if all(row[key].strip() for key in needed)]
    if len(full) < shape.min_rows:
        yield _first_gap(shape, texts, needed), _too_few_rows(shape, len(full))
    for part in shape.columns:
        for key in _cells(part, texts):
            if texts[key].strip():
                yield from _text_faults(part, key, texts[key])


def _first_gap(shape: Shape, texts: Mapping[str, str], needed: Iterable[str]) -> str:
    """The first required cell without text: where the cursor should go."""
    for number in range(1, shape.max_rows + 1):
        for part in shape.columns:
            key = cell_key(part.key, number)
            if part.key in needed and not texts.get(key, "").strip():
                return key
    return cell_key(shape.columns[0].key, 1)


def _cells(part: Part, texts: Mapping[str, str]) -> list[str]:
    cells = [(key, cell) for key in texts if (cell := split_cell(key))]
    own = [(cell[1], key) for key, cell in cells if cell[0] == part.key]
    return [key for _row, key in sorted(own)]


def _mark_faults(shape: Shape, part: Part, text: str) -> Iterator[Fault]:
    chosen = len(marked(shape, text))
    if chosen != part.count and (part.required or chosen):
        yield (
            part.key,
            _("Choose exactly %(count)d. You have now chosen %(chosen)d.")
            % {"count": part.count, "chosen": chosen},
        )


def _too_few_words(least: int, words: int) -> str:
    return ngettext(
        "Write at least %(least)d words. The text has %(words)d word now.",
        "Write at least %(least)d words. The text has %(words)d words now.",
        words,
    ) % {"least": least, "words": words}


def _too_many_words(most: int, words: int) -> str:
    return _(
        "Shorten the text to at most %(most)d words. It has %(words)d words now."
    ) % {"most": most, "words": words}


def _too_many_characters(most: int, length: int) -> str:
    return _(
        "Shorten the text to at most %(most)d characters. "
        "It has %(length)d characters now."
    ) % {"most": most, "length": length}


def _too_few_rows(shape: Shape, full: int) -> str:
    return _(
        "Fill in at least %(least)d rows so that every column has text. "
        "The table has %(full)d full rows now."
    ) % {"least": shape.min_rows, "full": full}
