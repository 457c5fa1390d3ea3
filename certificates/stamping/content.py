"""The content of a finished page, cut into constant pieces and the texts between them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

TEXT = re.compile(
    rb"1 0 0 -1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm\s+"
    rb"(?P<font>/\S+) (?P<size>[\d.]+) Tf\s+"
    rb"\[(?P<glyphs>[^\]]*)\] TJ"
)
STRING = re.compile(rb"<([0-9a-f]*)>\s*([-\d.]*)")
# The modules of a QR code: a path of strokes, each one unit high, and its painting.
MODULES = re.compile(rb"0 0 m\s+(?:\d+ \d+\.5 m\s+\d+ \d+\.5 l\s+){40,}B\s")
MAPPING = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text as WeasyPrint wrote it; `start` and `end` in the content."""

    start: int
    end: int
    x: float
    y: bytes
    font: str
    size: float
    glyphs: tuple[int, ...]
    #: After each glyph, to the left, in thousandths of the size.
    shifts: tuple[float, ...]
    text: str


def texts_of(content: bytes, meanings: Mapping[str, Mapping[int, str]]) -> list[Text]:
    """Every line of text; `meanings` says by font what its glyphs stand for."""
    return [
        _text(match, meanings[match["font"].decode()])
        for match in TEXT.finditer(content)
    ]


def _text(match: re.Match[bytes], meaning: Mapping[int, str]) -> Text:
    glyphs: list[int] = []
    shifts: list[float] = []
    for digits, shift in STRING.findall(match["glyphs"]):
        found = [int(digits[n : n + 4], 16) for n in range(0, len(digits), 4)]
        glyphs += found
        shifts += [0.0] * len(found)
        shifts[-1] += float(shift or 0)
    return Text(
        start=match.start(),
        end=match.end(),
        x=float(match["x"]),
        y=match["y"],
        font=match["font"].decode(),
        size=float(match["size"]),
        glyphs=tuple(glyphs),
        shifts=tuple(shifts),
        text="".join(meaning.get(glyph, "\0") for glyph in glyphs),
    )


def modules_of(content: bytes) -> tuple[int, int]:
    """Where the path of the QR code begins and ends. Refuses ValueError."""
    matches = list(MODULES.finditer(content))
    if len(matches) != 1:
        raise ValueError(f"The page has {len(matches)} QR codes.")
    return matches[0].span()


def meaning_of(font: Any) -> dict[int, str]:
    """What the glyphs of a PDF font stand for, by its ToUnicode map."""
    table = pikepdf.Object.read_bytes(font.ToUnicode).decode()
    body = "".join(re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL))
    return {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in MAPPING.findall(body)
    }
