"""The shipped fonts and the characters that they can draw."""

import unicodedata
from functools import cache
from pathlib import Path

from ..exceptions import PdfNotInstalled

FOLDER = Path(__file__).parent
FAMILIES = {
    "Afacad": ("afacad-400.ttf", "afacad-600.ttf", "afacad-700.ttf"),
    "Vollkorn": ("vollkorn-400.ttf", "vollkorn-600.ttf"),
    # For names in these scripts, taken by themselves where a text needs them: only the
    # letters of the script. Vazirmatn draws a letter in one piece, dots included, so
    # the text can be read back from the file.
    "Vazirmatn": ("vazirmatn-400.ttf", "vazirmatn-600.ttf"),
    "Noto Sans Devanagari": (
        "noto-sans-devanagari-400.ttf",
        "noto-sans-devanagari-600.ttf",
    ),
}


@cache
def coverage() -> frozenset[int]:
    """Code points that every weight of at least one family has; read once, when asked."""
    try:
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise PdfNotInstalled from error
    drawn: set[int] = set()
    for names in FAMILIES.values():
        maps = []
        for name in names:
            with TTFont(FOLDER / name, lazy=True) as font:
                maps.append(set(font.getBestCmap()))
        drawn |= set.intersection(*maps)
    return frozenset(drawn)


def undrawable(text: str) -> str:
    """The characters of a text that no shipped font can draw, each once, in order.

    A letter that the fonts lack as one piece is drawn from its base and its marks.
    """
    return "".join(dict.fromkeys(c for c in text if not _drawn(c)))


def _drawn(character: str) -> bool:
    # The fonts of some scripts have a glyph for joiners; alone they are nothing to see.
    if unicodedata.category(character) == "Cf" and character > "\u2000":
        return False
    if character.isspace() or ord(character) in coverage():
        return True
    parts = unicodedata.decomposition(character)
    if not parts or parts.startswith("<"):
        return False
    return all(_drawn(chr(int(part, 16))) for part in parts.split())
