"""Text from people, made safe to keep: one spelling, no hidden characters."""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Marks that turn the reading direction round can make a text read as another one.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """NFC, line ends as \\n, no control, direction or surrogate characters, trimmed.

    The result is the same on both databases: PostgreSQL would refuse a NUL that
    SQLite keeps.
    """
    text = _BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", _TURNING.sub("", text))
    return unicodedata.normalize("NFC", text).strip()
