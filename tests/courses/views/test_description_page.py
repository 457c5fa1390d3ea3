"""The description as one text for the team alone."""

import pytest

from tests.courses.factories import words
from tests.courses.views.conftest import address
from tests.courses.views.pages import text_of


@pytest.fixture
def url(cast):
    return address("description", cast.team.uuid)


def test_accepted_answers_fill_the_fields_before_the_portfolio_is_opened(
    aino, url, cast
):
    cast.pass_exercise("m1e1", texts={"answer": words(8, "tarve")})
    assert words(8, "tarve") in text_of(aino.get(url))


def test_empty_field_names_the_exercise_that_fills_it(aino, url, url_of):
    page = aino.get(url)
    assert "The field is still empty." in text_of(page)
    assert url_of("m1e1") in page.content.decode()


def test_text_of_the_portfolio_is_shown_in_the_order_of_the_fields(aino, url, cast):
    cast.write(cast.portfolio.key, {"need": "Tarpeesta", "summary": "Tiiviisti"})
    text = text_of(aino.get(url))
    assert text.index("Tiiviisti") < text.index("Tarpeesta")


def test_name_of_the_innovation_is_the_heading(aino, url, cast):
    cast.write(cast.portfolio.key, {"name": "Kaksi yhteen tehtävään"})
    assert ">Kaksi yhteen tehtävään</h1>" in aino.get(url).content.decode()


def test_coach_does_not_read_what_is_not_submitted(coach, url, cast):
    cast.write(cast.portfolio.key, {"need": "Kesken"})
    assert coach.get(url).status_code == 404


def test_other_team_does_not_find_it(laila, url):
    assert laila.get(url).status_code == 404


def test_anonymous_person_is_asked_to_log_in(client, url):
    assert "login" in client.get(url)["Location"]
