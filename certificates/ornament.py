"""The drawings of a certificate that take its colour: the vessel, the marks of levels."""

from functools import lru_cache

from .colours import Palette
from .enums import Layout

#: From the foot to the rim.
SHAPES = {
    Layout.LANDSCAPE: (
        "0 0 1090 2100",
        (
            "M188 1590H1090V2100H248z",
            "M125 1060H1090V1565H185z",
            "M63 530H1090V1035H122z",
            "M0 0H1090V505H60z",
        ),
    ),
    Layout.PORTRAIT: (
        "0 0 2100 460",
        (
            "M0 0H550L470 460H0z",
            "M570 0H1060L980 460H490z",
            "M1080 0H1570L1490 460H1000z",
            "M1590 0H2220L2140 460H1510z",
        ),
    ),
}
MARK, MARK_GAP = 20, 8


@lru_cache(maxsize=64)
def vessel(layout: str, palette: Palette, *, little_ink: bool) -> bytes:
    """Four layers; with little ink only their edges."""
    view, shapes = SHAPES[Layout(layout)]
    paths = "".join(
        f'<path fill="none" stroke="{palette.mark}" stroke-width="6" d="{shape}"/>'
        if little_ink
        else f'<path fill="{colour}" d="{shape}"/>'
        for shape, colour in zip(shapes, palette.layers, strict=True)
    )
    return _svg(view, paths, ' preserveAspectRatio="none"')


@lru_cache(maxsize=256)
def level_marks(value: int, most: int, palette: Palette) -> bytes:
    """So many full squares of so many."""
    step = MARK + MARK_GAP
    squares = "".join(
        f'<path fill="{palette.accent if n < value else "none"}" '
        f'stroke="{palette.accent}" stroke-width="3" '
        f'd="M{n * step + 2} 2h{MARK - 4}v{MARK - 4}h-{MARK - 4}z"/>'
        for n in range(most)
    )
    return _svg(f"0 0 {most * step} {MARK}", squares)


def _svg(view: str, content: str, more: str = "") -> bytes:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"{more}>'
    return f"{start}{content}</svg>".encode()
