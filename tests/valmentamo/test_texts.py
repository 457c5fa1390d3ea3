"""Text from people is made safe to keep in one way on every door."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valmentamo.texts import clean_line, clean_text, hidden_in, one_line, plain_text

CASES = [
    ("a\x00b", "ab"),
    ("nolla\x00 ja \x07kello", "nolla ja kello"),
    ("rivi\r\nrivi\rrivi\u2028rivi", "rivi\nrivi\nrivi\nrivi"),
    ("sarkain\tjää", "sarkain\tjää"),
    ("gnp.\u202eexe", "gnp.exe"),
    ("\ufeffalku", "alku"),
    ("puoli \ud800 merkkiä", "puoli  merkkiä"),
    ("a\u0308iti", "äiti"),
    ("  reunat  ", "  reunat  "),
    ("👩\u200d🏫 ja 日本", "👩\u200d🏫 ja 日本"),
    ("č á đ ŋ š ŧ ž ǯ ǥ", "č á đ ŋ š ŧ ž ǯ ǥ"),
]
ANYTHING = st.text(st.characters(codec=None))


@pytest.mark.parametrize(("typed", "kept"), CASES)
def test_text_keeps_what_people_wrote_and_drops_what_hides(typed, kept):
    assert clean_text(typed) == kept


def test_plain_text_is_trimmed():
    assert plain_text(" \x07 reunat \r\n") == "reunat"


def test_line_has_single_plain_spaces():
    assert clean_line("  Työ\n\u00a0pari \u202e") == "Työ pari"


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_and_any_database_takes_it(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert "\x00" not in once
    assert unicodedata.is_normalized("NFC", once)


@given(ANYTHING)
def test_line_is_one_line_and_stays_as_it_is(text):
    line = clean_line(text)
    assert clean_line(line) == line
    assert line.splitlines() in ([], [line])


def test_one_line_drops_nothing_but_white_space():
    assert one_line(" A\u0308ija\n\u202eMaija ") == "Äija \u202eMaija"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Aino Rautio", []),
        ("Aino\u202e \u200bRau\x07tio\u200b", ["\x07", "\u200b", "\u202e"]),
        ("👩\u200d🏫", ["\u200d"]),
    ],
)
def test_hidden_characters_are_named_once(text, hidden):
    assert hidden_in(text) == hidden
