"""Two texts compared word by word (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

#: A word, the white space between words or one mark: joined again they are the text.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Mark(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words."""

    mark: Mark
    text: str


def word_diff(before: str, after: str) -> tuple[Segment, ...]:
    """Runs in reading order. Kept and added ones joined are `after`, kept and removed
    ones `before`. White space is never what two texts are matched by."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    matcher = SequenceMatcher(isjunk=str.isspace, a=old, b=new, autojunk=False)
    segments: list[Segment] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            segments.append(Segment(Mark.KEPT, "".join(new[c:d])))
            continue
        segments.append(Segment(Mark.REMOVED, "".join(old[a:b])))
        segments.append(Segment(Mark.ADDED, "".join(new[c:d])))
    return _joined(segments)


def _joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Neighbours of one kind become one; empty ones go."""
    runs = groupby((s for s in segments if s.text), key=lambda s: s.mark)
    return tuple(Segment(mark, "".join(s.text for s in run)) for mark, run in runs)
