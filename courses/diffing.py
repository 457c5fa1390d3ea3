"""What changed between two texts, word by word (pure)."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

#: A word, the white space between words or one mark: joined again they are the text.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that was kept, added ("ins") or taken away ("del")."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """Runs in reading order. Kept and added runs joined give `after` exactly."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        pieces += [
            Piece(kind, text)
            for kind, text in (("del", "".join(old[a:b])), ("ins", "".join(new[c:d])))
            if text
        ]
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind become one piece."""
    return [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby(pieces, key=lambda piece: piece.kind)
    ]


def changed(pieces: list[Piece]) -> bool:
    return any(piece.kind != "same" for piece in pieces)
