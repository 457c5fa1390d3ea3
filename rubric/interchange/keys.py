"""Keys made from names (pure)."""

import re
import unicodedata
from collections.abc import Iterable

from rubric.drafts import LONGEST_KEY


def key_from(
    name: str, taken: Iterable[str], fallback: str, longest: int = LONGEST_KEY
) -> str:
    """An identifier for people: plain letters of the name, and a number if need be."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    stem = words[: longest - 4].strip("-") or fallback
    used, key, number = set(taken), stem, 2
    while key in used:
        key, number = f"{stem}-{number}", number + 1
    return key
