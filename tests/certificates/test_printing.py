"""Which texts beside the name can be printed, and what is said of the others."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString

from certificates.naming import MAX_LENGTH, printable_name
from certificates.printing import unprintable_in, validate_printable

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Čáppá\n säätiö ry", []),
        ("Säätiö 🚀 ry 🚀", ["🚀"]),
        ("日本", ["日", "本"]),
        ("a\u202eb", ["U+202E"]),
        ("", []),
    ],
)
def test_bad_characters_are_listed_once_and_hidden_ones_by_number(text, bad):
    assert unprintable_in(text) == bad


@given(st.text(min_size=1, max_size=MAX_LENGTH))
def test_text_without_bad_characters_can_be_printed(text):
    if text.strip() and not unprintable_in(text):
        assert printable_name(text)


@pytest.mark.parametrize(
    "value", ["Säätiö 🚀", LazyI18nString({"fi": "Säätiö", "sv": "Stiftelse 🚀"})]
)
def test_message_says_which_characters_and_what_to_do(value):
    with pytest.raises(ValidationError) as refusal:
        validate_printable(value)
    assert refusal.value.messages == [
        "The character 🚀 can't be printed on the certificate. "
        "Leave it out or write it in letters."
    ]
