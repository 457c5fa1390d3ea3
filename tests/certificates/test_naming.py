"""Which names can be printed, and what the person who typed one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.exceptions import UnprintableName
from certificates.naming import MAX_LENGTH, printable_name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Aino Rautio", "Aino Rautio"),
        ("  Aino \t\n Rautio ", "Aino Rautio"),
        ("A\u0301ilu A\u030angstro\u0308m", "Áilu Ångström"),
        ("Čáppá Ŋŋ Đđ Ŧŧ Šš Žž", "Čáppá Ŋŋ Đđ Ŧŧ Šš Žž"),
        ("Ʒʒ Ǯǯ Ǥǥ Ǧǧ Ǩǩ Õõ Ââ", "Ʒʒ Ǯǯ Ǥǥ Ǧǧ Ǩǩ Õõ Ââ"),
        ("Nguyễn Thị Ấn", "Nguyễn Thị Ấn"),
        ("Mac\u00a0Donald", "Mac Donald"),
        ("Anna\u2011Maija", "Anna-Maija"),
        ("O’Connor d'Arc", "O’Connor d'Arc"),
        ("عبد الله الأحمد", "عبد الله الأحمد"),
        ("प्रिया शर्मा", "प्रिया शर्मा"),
        ("Amina عبد", "Amina عبد"),
        ("x" * MAX_LENGTH, "x" * MAX_LENGTH),
    ],
)
def test_printable_name_is_composed_and_tidied(typed, printed):
    assert printable_name(typed) == printed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write the name"),
        (" \t\n", "Write the name"),
        ("x" * (MAX_LENGTH + 1), "121 characters long and at most 120"),
        ("Aino \u202eoituaR", "U+202E"),
        ("Aino\u2066 Rautio\u2069", "U+2066, U+2069"),
        ("Ai\u200bno", "U+200B"),
        ("Ai\x07no", "U+0007"),
        ("Ai\0no", "U+0000"),
        ("水野 Aino", "水 野"),
        ("שרה", "ש ר ה"),
        ("عبد\u061c", "U+061C"),
        ("Aino 😀", "😀"),
        ("Жанна", "Ж а н"),
    ],
)
@pytest.mark.usefixtures("english")
def test_refusal_says_what_is_wrong_and_what_to_do(typed, told):
    with pytest.raises(UnprintableName) as refusal:
        printable_name(typed)
    message = str(refusal.value)
    assert told in message
    assert message.count(".") >= 1


def test_refusal_is_told_in_the_language_of_the_page():
    from django.utils import translation

    with translation.override("sv"), pytest.raises(UnprintableName) as refusal:
        printable_name("水")
    assert "水" in str(refusal.value)


@given(st.text(max_size=150))
def test_any_text_is_either_printable_or_refused(text):
    try:
        name = printable_name(text)
    except UnprintableName:
        return
    assert printable_name(name) == name
    assert name.isprintable()
    assert 0 < len(name) <= MAX_LENGTH
