"""Text from people is cleaned the same way on every door."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.texts import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b", "a\nb"),
        ("nolla\x00 ja \x07kello", "nolla ja kello"),
        ("oikea\u202evasen", "oikeavasen"),
        ("\ufeffalku", "alku"),
        ("a\u0308", "ä"),
        ("sarkain\tjää", "sarkain\tjää"),
        ("  väli säilyy  ", "  väli säilyy  "),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("\ud800 puolikas", " puolikas"),
    ],
)
def test_text_keeps_what_people_wrote_and_drops_what_hides(typed, kept):
    assert clean_text(typed) == kept


def test_line_has_single_plain_spaces():
    assert clean_line("  Työ\n\u00a0pari \u202e") == "Työ pari"


@given(st.text(st.characters(codec=None)))
def test_cleaning_twice_changes_nothing_and_any_database_takes_it(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    once.encode("utf-8")
