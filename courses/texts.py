"""How text from people is cleaned before it is stored, the same on every door."""

import re
import unicodedata

#: Marks that reverse or reorder the text around them: a name or an answer that carries
#: one can look like something else than it is.
BIDI_CONTROLS = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
BYTE_ORDER_MARK = "\ufeff"
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """Plain text in NFC with LF line ends; control and direction characters dropped.

    White space is left as it was typed: a draft is saved in the middle of a sentence.
    """
    text = LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", "".join(c for c in text if _is_kept(c)))


def clean_line(text: str) -> str:
    """One line: as `clean_text`, with every run of white space as one plain space."""
    return " ".join(clean_text(text).split())


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    if character in BIDI_CONTROLS or character == BYTE_ORDER_MARK:
        return False
    # Cc: control, Cs: half of a surrogate pair, which no database can store.
    return unicodedata.category(character) not in ("Cc", "Cs")
