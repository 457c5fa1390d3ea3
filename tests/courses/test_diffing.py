"""What changed between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.diffing import Piece, changed, word_diff


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("a b", "a b", [("same", "a b")]),
        ("", "uusi", [("ins", "uusi")]),
        ("vanha", "", [("del", "vanha")]),
        ("ei tukea.", "ei apua.", [("same", "ei "), ("del", "tukea"), ("ins", "apua"), ("same", ".")]),
        ("yksi", "yksi kaksi", [("same", "yksi"), ("ins", " kaksi")]),
    ],
)  # fmt: skip
def test_a_change_is_told_in_whole_words(before, after, pieces):
    assert word_diff(before, after) == [Piece(*piece) for piece in pieces]


@given(st.text(), st.text())
def test_both_texts_can_be_read_back_from_the_difference(before, after):
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.kind != "ins") == before
    assert "".join(p.text for p in pieces if p.kind != "del") == after


@given(st.text())
def test_the_same_text_has_no_changes(text):
    assert not changed(word_diff(text, text))
