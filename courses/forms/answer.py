"""What a person posted from the answer form, and what of it they changed.

Every field carries a hidden `seen-<key>`: the revision that the page showed and a digest
of its text. A field that still has that text is left out, so that two team-mates who save
whole pages don't fight over fields neither of them touched. One's own level and its sentence
carry `rated-<criterion>` in the same way.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from courses.answers import Shape
from valmentamo.texts import clean_text

ANSWER, SEEN, RATING, SENTENCE = "answer-", "seen-", "rating-", "sentence-"
RATED = "rated-"


def small_number(text: str, *, digits: int = 9) -> int:
    """A posted number; 0 for anything else, above all for thousands of digits."""
    is_number = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if is_number else 0


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def seen_mark(revision: int, text: str) -> str:
    return f"{revision}:{digest(text)}"


@dataclass(frozen=True, slots=True)
class PostedField:
    key: str
    text: str
    seen: str

    @property
    def revision(self) -> int:
        return small_number(self.seen.partition(":")[0])

    @property
    def changed(self) -> bool:
        return digest(self.text) != self.seen.partition(":")[2]


@dataclass(frozen=True, slots=True)
class PostedRating:
    """`level` None: nothing chosen. `sentence` None: it was not asked. Without `seen`
    nobody can tell what the page showed: the last one to save wins."""

    level: int | None
    sentence: str | None
    seen: str = ""

    @property
    def revision(self) -> int | None:
        return small_number(self.seen.partition(":")[0]) if self.seen else None

    @property
    def changed(self) -> bool:
        """From what was saved, when the page was made, in the rating still open."""
        now = rating_mark(self.revision or 0, self.level, self.sentence)
        return now.partition(":")[2] != self.seen.partition(":")[2]


def rating_mark(revision: int, level: int | None, sentence: str | None) -> str:
    return seen_mark(revision, f"{level or ''} {sentence or ''}")


def posted_fields(data: QueryDict, shape: Shape) -> dict[str, PostedField]:
    """Fields of this answer only; whatever else was posted is passed over."""
    found = {}
    for name in data:
        key = name.removeprefix(SEEN)
        if name.startswith(SEEN) and shape.part(key):
            text = clean_text(",".join(data.getlist(ANSWER + key)))
            found[key] = PostedField(key, text, str(data[name]))
    return found


def changed_texts(fields: Mapping[str, PostedField]) -> dict[str, tuple[str, int]]:
    return {
        key: (field.text, field.revision)
        for key, field in fields.items()
        if field.changed
    }


def posted_ratings(
    data: QueryDict, criteria: Collection[str]
) -> dict[str, PostedRating]:
    """Own levels by criterion key; a criterion that the page didn't ask is left out."""
    found = {}
    for key in criteria:
        level, sentence = data.get(RATING + key), data.get(SENTENCE + key)
        if level is not None or sentence is not None:
            found[key] = PostedRating(
                level=int(level) if level in {"1", "2", "3", "4"} else None,
                sentence=None if sentence is None else clean_text(sentence),
                seen=data.get(RATED + key, ""),
            )
    return found


def posted_rows(data: QueryDict) -> int:
    """How many table rows the page showed."""
    return small_number(str(data.get("rows", "")), digits=3)
