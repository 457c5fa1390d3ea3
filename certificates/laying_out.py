"""Where the foot of the page stands: signatures, the code, emblem and logos. Millimetres.

The text of a page flows; the foot stands at fixed places, so the room that it needs is
known here before anything is drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from .enums import Layout

EMBLEM = (13.5, 9.0)
EMBLEM_AREA = EMBLEM[0] * EMBLEM[1]
LOGO_GAP = 5.0
SIGNATURE = (34.0, 12.0)
#: A letter's share of its size, on average and a little more; 1 pt in mm.
LETTER, POINT = 0.5, 0.3528


@dataclass(frozen=True, slots=True)
class Box:
    left: str
    top: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of one layout."""

    left: float
    right: float
    page: float
    line: float
    end: float
    code: float
    code_top: float
    logos: float
    statement: float


FRAMES = {
    Layout.LANDSCAPE: Frame(20, 198, 210, 165, 184.5, 124, 161, 186, 86),
    Layout.PORTRAIT: Frame(22, 188, 297, 243, 266, 117, 241, 268, 86),
}


@dataclass(frozen=True, slots=True)
class Foot:
    room: str
    signatures: tuple[Box, ...]
    pictures: tuple[Box | None, ...]
    code_left: str
    text_left: str
    small: bool


def foot(
    layout: str, texts: Sequence[tuple[str, str]], sizes: Sequence[tuple[int, int]]
) -> Foot:
    """`texts` are the name and title of each signatory, `sizes` the pixels of each
    signature, (0, 0) where there is none."""
    frame, count = FRAMES[Layout(layout)], max(len(texts), 1)
    own_row = layout == Layout.PORTRAIT and count > 1
    left, width, gap = frame.left, _total(frame, count, own_row), 4.0
    each = (width - gap * (count - 1)) / count if count > 1 else 72.0
    needed = max((_height(*text, each) for text in texts), default=0.0)
    end = frame.code_top - 5 if own_row else frame.end
    line = min(end - needed, end - 14) if own_row else min(frame.line, end - needed)
    places = [left + n * (each + gap) for n in range(len(texts))]
    has_picture = any(width for width, _height in sizes)
    top = line - (SIGNATURE[1] + 1 if has_picture else 0)
    return Foot(
        room=mm(frame.page - min(top, frame.code_top) + 3.5),
        signatures=tuple(box(x, line, each, 0) for x in places),
        pictures=tuple(
            _picture(x, line, each, size) for x, size in zip(places, sizes, strict=True)
        ),
        code_left=mm(frame.left if own_row else frame.code),
        text_left=mm((frame.left if own_row else frame.code) + 27.5),
        small=count > 1,
    )


def logo_row(
    layout: str, pixels: Sequence[tuple[int, int]], *, co_funded: bool
) -> list[Box]:
    """No logo is higher than the emblem of the EU or covers more paper than it does."""
    frame = FRAMES[Layout(layout)]
    left = frame.left + (frame.statement if co_funded else 0)
    sizes = [_logo_size(*size) for size in pixels]
    gaps = LOGO_GAP * (len(sizes) - 1)
    total = sum(width for width, _height in sizes)
    scale = min(1.0, (frame.right - left - gaps) / total) if total else 1.0
    return list(_placed(sizes, left, frame.logos, scale))


def _placed(
    sizes: Sequence[tuple[float, float]], left: float, top: float, scale: float
) -> Iterator[Box]:
    for width, height in sizes:
        width, height = width * scale, height * scale
        yield box(left, top + (EMBLEM[1] - height) / 2, width, height)
        left += width + LOGO_GAP


def _logo_size(width: int, height: int) -> tuple[float, float]:
    aspect = width / height
    tall = min(EMBLEM[1], sqrt(EMBLEM_AREA / aspect))
    return tall * aspect, tall


def _total(frame: Frame, count: int, own_row: bool) -> float:
    if count == 1:
        return 72.0
    return frame.right - frame.left if own_row else frame.code - frame.left - 6


def _picture(
    left: float, line: float, each: float, size: tuple[int, int]
) -> Box | None:
    width, height = size
    if not width:
        return None
    scale = min(min(SIGNATURE[0], each) / width, SIGNATURE[1] / height)
    tall = height * scale
    return box(left, line - tall - 0.5, width * scale, tall)


def _height(name: str, title: str, width: float) -> float:
    """Of the name, the title and the day under the line, in the smaller type."""
    lines = _lines(title, width, 8.8) + 1
    return 1.8 + _lines(name, width, 11) * 4.7 + lines * 4.05


def _lines(text: str, width: float, points: float) -> int:
    most = max(1, int(width / (points * POINT * LETTER)))
    lines, used = 1, 0
    for word in text.split():
        length = len(word)
        if used and used + 1 + length > most:
            lines, used = lines + 1, 0
        lines += max(0, length - 1) // most if length > most else 0
        used += length + (1 if used else 0)
    return lines


def box(left: float, top: float, width: float, height: float) -> Box:
    return Box(mm(left), mm(top), mm(width), mm(height))


def mm(value: float) -> str:
    """As CSS wants it, whatever the language of the page."""
    return f"{value:.2f}mm"
