"""Names are one visible line in composed form."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.names import clean_name


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("  Aino   Maija ", "Aino Maija"),
        ("A\u0308ija", "Äija"),
        ("Čálli-Ánte", "Čálli-Ánte"),
        ("O'Neill", "O'Neill"),
    ],
)
def test_a_name_is_kept_as_written_but_tidy(given_, kept):
    assert clean_name(given_) == kept


@given(st.text(max_size=40))
def test_a_kept_name_has_no_hidden_character_and_cleaning_again_changes_nothing(text):
    try:
        name = clean_name(text)
    except ValidationError:
        return
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(c) == "Cc" for c in name)
