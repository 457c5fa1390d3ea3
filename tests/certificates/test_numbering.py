"""Codes: how they are made, printed, read and how a mistake is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.numbering import (
    ALPHABET,
    check_character,
    new_code,
    parse_code,
    printed,
)

bodies = st.text(alphabet=ALPHABET, min_size=16, max_size=16)


@given(bodies)
def test_code_with_its_check_character_is_read_back(body):
    code = body + check_character(body)
    assert parse_code(printed(code)) == code


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body, place, wrong):
    code = body + check_character(body)
    changed = code[:place] + wrong + code[place + 1 :]
    assert changed == code or parse_code(changed) is None


@given(bodies, st.integers(0, 15), st.integers(0, 15))
def test_two_swapped_characters_are_noticed(body, first, second):
    swapped = list(body)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    changed = "".join(swapped)
    assert changed == body or check_character(changed) != check_character(body)


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "–"),
        lambda text: f"  {text}\t",
        lambda text: text.replace("0", "O").replace("1", "I"),
        lambda text: text.replace("0", "o").replace("1", "l"),
    ],
)
def test_code_is_read_however_it_is_typed(change):
    body = "0123456789ABCD10"
    code = body + check_character(body)
    assert parse_code(change(printed(code))) == code


@pytest.mark.parametrize(
    "text",
    ["", "7K4M", "U" * 17, "0" * 16, "0" * 18, "ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-Ä", "\0" * 17],
)
def test_what_can_not_be_a_code_is_none(text):
    assert parse_code(text) is None


@given(st.text(max_size=80))
def test_reading_any_text_never_fails(text):
    assert parse_code(text) is None or len(parse_code(text)) == 17


def test_codes_differ_and_are_printed_in_groups():
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert [len(group) for group in printed(codes.pop()).split("-")] == [4, 4, 4, 4, 1]
