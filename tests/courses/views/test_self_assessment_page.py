"""The page of a self-assessment says truly who sees its levels."""

import pytest

from courses.enums import Unit
from tests.courses.views.pages import text_of


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (Unit.TEAM, "Your team and your coaches see these levels."),
        (Unit.PERSON, "Only you and your coach see your levels."),
    ],
)
def test_page_says_who_sees_the_levels(aino, cast, url_of, unit, words):
    exercise = cast.exercise("m2e2")
    exercise.unit = unit
    exercise.save(update_fields=["unit"])
    assert words in text_of(aino.get(url_of("m2e2")))
