"""The name under which all who rate the same texts rate them.

It is made of the work and of the texts that peers may see: those who read a peer's copy
and those who read a coach's round give levels to one subject while the texts are the
same, and to another one as soon as a word is. White space tells nothing apart.
"""

import json
import unicodedata
from collections.abc import Collection, Mapping
from hashlib import sha256
from itertools import count
from uuid import UUID, uuid5


def subject_of(
    work: UUID, texts: Mapping[str, str], *, taken: Collection[UUID] = ()
) -> UUID:
    """The same for the same texts of the same work. Names in `taken` are passed over:
    who sends a text again unchanged is rated anew by the same people."""
    digest = sha256(_canonical(texts).encode()).hexdigest()
    names = (uuid5(work, f"{digest}.{number}") for number in count(1))
    return next(name for name in names if name not in taken)


def _canonical(texts: Mapping[str, str]) -> str:
    """The texts in one form, without what is empty."""
    plain = {
        key: " ".join(unicodedata.normalize("NFC", text).split())
        for key, text in texts.items()
    }
    kept = {key: text for key, text in plain.items() if text}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)
