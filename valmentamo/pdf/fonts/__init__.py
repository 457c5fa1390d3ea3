"""The shipped fonts and the characters that they can draw."""

from functools import cache
from pathlib import Path

from ..exceptions import PdfNotInstalled

FOLDER = Path(__file__).parent
FAMILIES = {
    "Afacad": ("afacad-400.ttf", "afacad-600.ttf", "afacad-700.ttf"),
    "Vollkorn": ("vollkorn-400.ttf", "vollkorn-600.ttf"),
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
    """The characters of a text that no shipped font can draw, each once, in order."""
    drawn = coverage()
    missing = dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in drawn)
    return "".join(missing)
