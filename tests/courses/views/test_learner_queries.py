"""A page asks the database as often with much content as with little."""

import pytest

from courses.models import CohortCoach
from courses.services.enrolment import join_team
from tests.courses.factories import (
    CohortFactory,
    UserFactory,
    answer_for,
    give_peer_feedback,
    words,
)
from tests.courses.views.conftest import address, queries


def grow(cast):
    """Two more members, and a round with feedback on every exercise of the coach."""
    for _each in range(2):
        cast.newcomer(cast.team)
    for exercise in cast.exercises.values():
        if exercise.rated_by == "coach":
            cast.send_back(cast.submit(exercise.key))
            cast.accept(cast.submit(exercise.key))


def test_path(aino, cast):
    cast.accept(cast.submit("m1e1"))
    few = queries(aino, address("my_path"))
    grow(cast)
    assert queries(aino, address("my_path")) <= few


def test_text_with_its_rounds(aino, cast, url_of):
    cast.send_back(cast.submit("m1e1"))
    few = queries(aino, url_of("m1e1"))
    for number in range(3):
        cast.send_back(cast.submit("m1e1", {"answer": words(9, f"uusi{number}")}))
    assert queries(aino, url_of("m1e1")) <= few


def test_table_with_its_rows(aino, cast, url_of):
    cast.write("m1e2", {"partner.1": "Yrittäjät"})
    few = queries(aino, url_of("m1e2"))
    cast.write("m1e2", {f"partner.{row}": f"Kumppani {row}" for row in range(2, 20)})
    assert queries(aino, url_of("m1e2")) <= few


def test_portfolio_with_its_fields(aino, cast, url_of):
    key = cast.portfolio.key
    cast.write(key, {"need": "Tarve"})
    few = queries(aino, url_of(key))
    cast.write(key, answer_for(cast.portfolio))
    assert queries(aino, url_of(key)) <= few


def test_team_with_its_members(aino, cast):
    few = queries(aino, address("team", cast.aino.uuid))
    for _each in range(2):
        join_team(enrolment=cast.newcomer(), code=cast.team.join_code)
    assert queries(aino, address("team", cast.aino.uuid)) <= few


def test_description_with_its_fields(aino, cast):
    cast.write(cast.portfolio.key, {"need": "Tarve"})
    few = queries(aino, address("description", cast.team.uuid))
    cast.write(cast.portfolio.key, answer_for(cast.portfolio))
    assert queries(aino, address("description", cast.team.uuid)) <= few


@pytest.fixture
def copy(cast):
    cast.write(cast.portfolio.key, answer_for(cast.portfolio))
    return cast.open_for_peers()


def test_feedback_with_its_peers(aino, cast, copy):
    def peer(enrolment):
        cast.write(cast.portfolio.key, answer_for(cast.portfolio), enrolment)
        give_peer_feedback(cast, enrolment)

    peer(cast.laila)
    few = queries(aino, address("feedback", copy.uuid))
    for name in ("Toinen", "Kolmas"):
        peer(cast.newcomer_with_team(name))
    assert queries(aino, address("feedback", copy.uuid)) <= few


def open_description(cast, enrolment):
    cast.write(cast.portfolio.key, answer_for(cast.portfolio), enrolment)
    cast.open_for_peers(enrolment)


def test_peer_pages_with_what_one_has_given(aino, cast):
    open_description(cast, cast.laila)
    given = give_peer_feedback(cast, cast.aino)
    pages = (
        address("peer", cast.peer_exercise.uuid),
        address("peer_review", given.uuid),
    )
    few = [queries(aino, page) for page in pages]
    for name in ("Toinen", "Kolmas"):
        open_description(cast, cast.newcomer_with_team(name))
        give_peer_feedback(cast, cast.aino)
    assert [queries(aino, page) for page in pages] <= few


def test_enrolment_with_many_coaches(client, cast):
    cohort = CohortFactory(course=cast.course)
    client.force_login(UserFactory())
    CohortCoach.objects.create(cohort=cohort, user=UserFactory())
    few = queries(client, address("enrol", cohort.uuid))
    for _each in range(5):
        CohortCoach.objects.create(cohort=cohort, user=UserFactory())
    assert queries(client, address("enrol", cohort.uuid)) <= few


def test_certificate_details_with_much_work(aino, cast):
    few = queries(aino, address("certificate_details", cast.aino.uuid))
    grow(cast)
    assert queries(aino, address("certificate_details", cast.aino.uuid)) <= few


def test_exercise_page_of_a_reader_with_many_members(client, cast, url_of):
    client.force_login(cast.coach)
    few = queries(client, url_of("m1e1"))
    grow(cast)
    assert queries(client, url_of("m1e1")) <= few
