"""Text from people, made safe to keep: one spelling, no hidden characters."""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Marks that turn the reading direction round can make a text read as another one.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Control, format, half of a pair, private, unassigned; ends of lines and paragraphs.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_text(text: str) -> str:
    """NFC, line ends as \\n, no control, direction or surrogate characters.

    White space is left as it was typed: a draft is saved in the middle of a sentence.
    The result is the same on both databases: PostgreSQL would refuse a NUL that
    SQLite keeps.
    """
    text = _BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", _TURNING.sub("", text))
    return unicodedata.normalize("NFC", text)


def plain_text(text: str) -> str:
    """As `clean_text`, trimmed."""
    return clean_text(text).strip()


def clean_line(text: str) -> str:
    """One line: as `clean_text`, with every run of white space as one plain space."""
    return one_line(clean_text(text))


def one_line(text: str) -> str:
    """Composed, on one line with single spaces; nothing is dropped silently."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def hidden_in(text: str) -> list[str]:
    """Characters that nobody sees, each once: for names, which are refused with them."""
    return sorted({c for c in text if unicodedata.category(c) in _UNSEEN})
