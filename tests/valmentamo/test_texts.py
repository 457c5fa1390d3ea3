"""Text from people, made safe to keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valmentamo.texts import plain_text

CASES = [
    ("a\x00b", "ab"),
    ("rivi\r\nrivi\rrivi\u2028rivi", "rivi\nrivi\nrivi\nrivi"),
    ("sarkain\tjää", "sarkain\tjää"),
    ("gnp.\u202eexe", "gnp.exe"),
    ("\ufeffalku", "alku"),
    ("puoli \ud800 merkkiä", "puoli  merkkiä"),
    ("a\u0308iti", "äiti"),
    ("  reunat  ", "reunat"),
    ("👩\u200d🏫 ja 日本", "👩\u200d🏫 ja 日本"),
    ("č á đ ŋ š ŧ ž ǯ ǥ", "č á đ ŋ š ŧ ž ǯ ǥ"),
]


@pytest.mark.parametrize(("text", "kept"), CASES)
def test_text_is_kept_without_what_hides_in_it(text, kept):
    assert plain_text(text) == kept


@given(st.text())
def test_cleaned_text_can_be_stored_and_is_clean_already(text):
    once = plain_text(text)
    assert plain_text(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert "\x00" not in once
    assert unicodedata.is_normalized("NFC", once)
