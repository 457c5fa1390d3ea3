"""Feedback as the team reads it: levels, the next level, words, peers without names."""

import pytest

from courses.enums import VersionKind
from tests.courses.factories import answer_for, give_peer_feedback, words
from tests.courses.views.conftest import address
from tests.courses.views.pages import text_of


def feedback(browser, version):
    return browser.get(address("feedback", version.uuid))


def test_feedback_tells_level_words_and_what_lifts_it(aino, cast):
    decision = cast.accept(cast.submit("m1e1"), level=3)
    text = text_of(feedback(aino, decision.version))
    assert "3 Convincing" in text
    assert "Hyvä alku." in text
    assert "What lifts this to level 4" in text


def test_portfolio_tells_how_its_result_came_about(aino, cast):
    decision = cast.send_back(cast.submit("m2e4"), level=2)
    text = text_of(feedback(aino, decision.version))
    assert "How the result came about" in text
    assert "The weighted mean needs to be at least 2.50" in text


def test_exercise_is_judged_by_its_criteria_alone(aino, cast):
    decision = cast.accept(cast.submit("m1e1"))
    assert "How the result came about" not in text_of(feedback(aino, decision.version))


def test_highest_level_has_no_next_one(aino, cast):
    decision = cast.accept(cast.submit("m1e1"), level=4)
    assert "What lifts this" not in text_of(feedback(aino, decision.version))


def test_nothing_of_the_coachs_reading_is_shown_before_the_decision(aino, cast):
    version = cast.submit("m1e1")
    cast.review(version, level=3)
    text = text_of(feedback(aino, version))
    assert "Waiting for the coach" in text
    assert "Hyvä alku." not in text
    assert "3 Convincing" not in text


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (3, "You and your coach chose the same level."),
        (4, "Your rating was 1 level above your coach's."),
        (1, "Your rating was 2 levels below your coach's."),
    ],
)
def test_own_level_is_compared_with_the_coachs(aino, cast, own, sentence):
    submission = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    cast.rate_self(submission, level=own)
    decision = cast.accept(cast.submit("m1e1"), level=3)
    page = feedback(aino, decision.version)
    assert sentence in text_of(page)
    assert f"Own level {own}, Coach level 3" in page.content.decode()


def test_own_level_of_a_team_mate_is_not_shown(mikko, cast):
    submission = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    cast.rate_self(submission, cast.aino, level=4)
    decision = cast.accept(cast.submit("m1e1"), level=3)
    assert "Own level" not in feedback(mikko, decision.version).content.decode()


def test_rounds_are_tabs_and_tell_what_changed(aino, cast):
    first = cast.send_back(cast.submit("m1e1")).version
    second = cast.accept(cast.submit("m1e1", {"answer": words(9, "uusi")})).version
    page = feedback(aino, second)
    assert address("feedback", first.uuid) in page.content.decode()
    assert "What changed since round 1" in text_of(page)
    assert "previous 1" in text_of(page)
    assert "<ins>" in page.content.decode()


def test_returned_answer_has_one_button_to_complete_it(aino, cast, url_of):
    decision = cast.send_back(cast.submit("m1e1"))
    page = feedback(aino, decision.version)
    assert "To be completed" in text_of(page)
    assert url_of("m1e1") in page.content.decode()
    assert page.content.decode().count("btn-go") == 1


def test_text_from_people_is_escaped(aino, cast):
    decision = cast.accept(cast.submit("m1e1", {"answer": words(6) + " <b>lihava</b>"}))
    assert "<b>lihava</b>" not in feedback(aino, decision.version).content.decode()


@pytest.fixture
def peers(cast):
    """Aino's team has opened its description, Laila has answered."""
    cast.write(cast.portfolio.key, answer_for(cast.portfolio))
    copy = cast.open_for_peers()
    cast.write(cast.portfolio.key, answer_for(cast.portfolio), cast.laila)
    give_peer_feedback(cast, cast.laila)
    return copy


def test_peers_words_are_read_without_their_names(aino, cast, peers):
    page = feedback(aino, peers)
    text = text_of(page)
    assert "Tarve on selvä." in text
    assert "Kerro luku." in text
    for secret in (cast.laila.user.first_name, cast.laila.user.email, "Varamummola"):
        assert secret not in page.content.decode()


def test_peers_stand_beside_the_coach_on_the_round(aino, cast, peers):
    decision = cast.accept(cast.submit(cast.portfolio.key), level=3)
    page = feedback(aino, decision.version)
    assert "Peer level 3, Coach level 3" in page.content.decode()
    assert peers.kind == VersionKind.PEER


def test_other_team_and_the_coach_do_not_find_the_page(laila, coach, cast):
    version = cast.accept(cast.submit("m1e1")).version
    assert feedback(laila, version).status_code == 404
    assert feedback(coach, version).status_code == 404


def test_former_member_does_not_find_the_page(mikko, cast):
    from courses.services.enrolment import leave_team

    version = cast.accept(cast.submit("m1e1")).version
    leave_team(enrolment=cast.mikko)
    assert feedback(mikko, version).status_code == 404
