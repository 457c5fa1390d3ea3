"""Names of versions: 1.0, then 1.1, 1.2 … (pure)."""

import re
from collections.abc import Collection

from rubric.drafts import LONGEST_LABEL

FIRST_LABEL = "1.0"
MINOR = re.compile(r"(.*\.)(\d{1,9})")


def next_label(label: str, taken: Collection[str]) -> str:
    """The one after `label` that no version has: 1.3 after 1.2, and 3.1 after 3."""
    found = MINOR.fullmatch(label)
    stem, number = (found[1], int(found[2])) if found else (f"{label}.", 0)
    # A version may have been given a long name; its end makes room.
    stem = stem[-(LONGEST_LABEL - 10) :]
    while (free := f"{stem}{number + 1}") in taken:
        number += 1
    return free
