"""Colours of a certificate and their contrast, by the formulas of WCAG 2.2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PAPER, INK = "#ffffff", "#16241f"
INK_GREEN = "#14493f"
AMBER = "#f3a530"
HEX = re.compile(r"#[0-9a-f]{6}\Z")
#: WCAG 2.2, 1.4.3 and 1.4.11.
TEXT, MARK = 4.5, 3.0
#: How much of the accent is in the two layers between the darkest and the amber one.
HOUSE_LAYERS = ("#9fbb8c", "#d6dcb4")
SHARES = (0.45, 0.18)


@dataclass(frozen=True, slots=True)
class Palette:
    """`layers` from the foot to the rim and the colour of the words on each; `mark` is
    the lightest tint that is still seen as a mark on paper."""

    accent: str
    mark: str
    layers: tuple[str, ...]
    words: tuple[str, ...]


def palette(accent: str) -> Palette:
    between = (
        HOUSE_LAYERS
        if accent == INK_GREEN
        else tuple(mixed(accent, share) for share in SHARES)
    )
    layers = (accent, *between, AMBER)
    words = tuple(
        max((PAPER, INK), key=lambda c: contrast(c, layer)) for layer in layers
    )
    return Palette(accent, _lightest_mark(accent), layers, words)


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white): https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, share: float) -> str:
    """So much of the colour in white."""
    parts = (round(255 - share * (255 - part)) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)


def validate_accent(value: str) -> None:
    """Refuse what is no colour, and a colour whose words could not be read on paper."""
    if not HEX.match(value):
        raise ValidationError(
            _("Give the colour as # and six digits, for example #14493f."),
            code="no_colour",
        )
    ratio = contrast(value, PAPER)
    if ratio < TEXT:
        # Cut, not rounded: 4.499 is not 4.5.
        measured = int(ratio * 100) / 100
        raise ValidationError(
            _(
                "The contrast of %(colour)s on paper is %(ratio).2f : 1. Headings need "
                "at least 4.5 : 1. Choose a darker colour."
            ),
            code="low_contrast",
            params={"colour": value, "ratio": measured},
        )


def _lightest_mark(accent: str) -> str:
    return next(tint for tint in _tints(accent) if contrast(tint, PAPER) >= MARK)


def _tints(accent: str) -> Iterator[str]:
    for hundredths in range(50, 100, 2):
        yield mixed(accent, hundredths / 100)
    yield accent


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
