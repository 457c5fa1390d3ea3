"""Contrast by the formulas of WCAG, and what follows from the colour that is chosen."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from certificates.colours import (
    INK_GREEN,
    MARK,
    PAPER,
    TEXT,
    contrast,
    palette,
    validate_accent,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_one_that_is_published(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#14493f;}", "url(x)", "#14493f\n"]
)
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        validate_accent(text)
    assert refusal.value.code == "no_colour"


@pytest.mark.usefixtures("english")
def test_measured_contrast_is_told_and_never_rounded_up():
    with pytest.raises(ValidationError) as refusal:
        validate_accent("#777777")
    assert "4.47 : 1" in refusal.value.messages[0]


@given(colours)
def test_whatever_is_let_through_can_be_read_and_seen(accent):
    try:
        validate_accent(accent)
    except ValidationError:
        assume(False)
    made = palette(accent)
    assert contrast(made.accent, PAPER) >= TEXT
    assert contrast(made.mark, PAPER) >= MARK
    pairs = zip(made.layers, made.words, strict=True)
    assert all(contrast(*pair) >= TEXT for pair in pairs)


def test_colour_of_the_house_is_let_through():
    validate_accent(INK_GREEN)
