"""How much of a name a stranger sees."""

import pytest

from certificates import tokens
from certificates.privacy import initials, is_family_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Aino Rautio", "A. R."),
        ("Aino Áilu Rautio", "A. R."),
        ("Åsa", "Å."),
        ("Maria-Katariina von Wright", "M. W."),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name, shown):
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("typed", "name", "known"),
    [
        ("Rautio", "Aino Rautio", True),
        ("  rautio ", "Aino Rautio", True),
        ("RAUTIO", "Aino Rautio", True),
        ("Makela", "Aino Mäkelä", True),
        ("von Wright", "Maria von Wright", True),
        ("Aino Rautio", "Aino Rautio", True),
        ("Rautio Aino", "Aino Rautio", False),
        ("Aino", "Aino Rautio", False),
        ("tio", "Aino Rautio", False),
        ("R", "Aino Rautio", False),
        ("", "Aino Rautio", False),
        (" ", "Aino Rautio", False),
        ("Rautio", "", False),
    ],
)
def test_family_name_opens_the_whole_name(typed, name, known):
    assert is_family_name(typed, name) is known


def test_token_belongs_to_one_code():
    token = tokens.name_token("7K4MX2QD9TRBW3HC5")
    assert tokens.token_matches("7K4MX2QD9TRBW3HC5", token)
    assert not tokens.token_matches("7K4MX2QD9TRBW3HC6", token)
    assert not tokens.token_matches("7K4MX2QD9TRBW3HC5", "")
    assert not tokens.token_matches("7K4MX2QD9TRBW3HC5", "ä" * 16)


def test_printed_token_is_accepted_after_the_key_was_changed(settings):
    settings.VALMENTAMO_CERTIFICATES_TOKEN_KEYS = ["old"]
    token = tokens.name_token("7K4MX2QD9TRBW3HC5")
    settings.VALMENTAMO_CERTIFICATES_TOKEN_KEYS = ["new", "old"]
    assert tokens.token_matches("7K4MX2QD9TRBW3HC5", token)
    settings.VALMENTAMO_CERTIFICATES_TOKEN_KEYS = ["new"]
    assert not tokens.token_matches("7K4MX2QD9TRBW3HC5", token)
