"""Peer feedback: another team's oldest waiting copy, once, without names."""

import pytest

from courses.exceptions import (
    Incomplete,
    NotAllowedNow,
    NotAMember,
    NothingToReview,
    NotTheCoach,
)
from courses.models import Review
from courses.services.peers import peer_copy, peer_faults
from courses.services.review import save_ratings, start_peer_review, submit_peer_review
from tests.courses.factories import give_peer_feedback, rate_as_peer


@pytest.fixture
def authors(cast):
    """Two more teams with an open copy, the first one waiting longest."""
    people = [cast.newcomer_with_team(name) for name in ("Ensimmäinen", "Toinen")]
    for person in people:
        cast.write("m2e4", cast.full_description(), person)
        cast.open_for_peers(person)
    return people


def team_of(review):
    return review.version.submission.team.name


def test_peer_gets_the_copy_that_has_waited_longest(cast, authors):
    assert team_of(cast.peer_review(cast.aino)) == "Ensimmäinen"


def test_copy_with_fewer_readers_comes_first(cast, authors):
    cast.peer_review(cast.aino)
    assert team_of(cast.peer_review(cast.laila)) == "Toinen"


def test_unfinished_review_is_given_again(cast, authors):
    assert cast.peer_review(cast.aino) == cast.peer_review(cast.aino)


def test_nobody_reads_the_same_team_twice(cast, authors):
    read = [team_of(give_peer_feedback(cast, cast.aino)) for _round in range(2)]
    assert sorted(read) == ["Ensimmäinen", "Toinen"]
    with pytest.raises(NothingToReview):
        cast.peer_review(cast.aino)


def test_nobody_reads_the_work_of_a_team_of_their_own(cast, authors):
    mine = authors[0]
    assert team_of(cast.peer_review(mine)) == "Toinen"


def test_portfolio_that_is_not_opened_is_read_by_nobody(cast):
    cast.write("m2e4", cast.full_description(), cast.laila)
    with pytest.raises(NothingToReview):
        cast.peer_review(cast.aino)


def test_copy_of_another_cohort_is_read_by_nobody(cast, authors):
    from tests.courses.factories import make_cast

    other = make_cast(cast.course)
    with pytest.raises(NothingToReview):
        other.peer_review(other.aino)


def test_newest_copy_is_read(cast, authors):
    author = authors[0]
    cast.write("m2e4", {"need": "Uusi tarve."}, author)
    cast.open_for_peers(author)
    cast.peer_review(cast.laila)
    review = Review.objects.get()
    assert team_of(review) == "Toinen"
    assert cast.peer_review(cast.aino).version.answers["need"] == "Uusi tarve."


def test_only_the_peer_exercise_starts_a_review_and_only_with_a_team(cast, authors):
    with pytest.raises(NotAllowedNow):
        start_peer_review(enrolment=cast.aino, exercise=cast.exercise("m1e1"))
    with pytest.raises(NotAMember):
        cast.peer_review(cast.newcomer())


def test_every_criterion_needs_a_level_and_three_texts(cast, authors):
    review = cast.peer_review(cast.aino)
    with pytest.raises(Incomplete) as caught:
        submit_peer_review(review=review, by=cast.aino.user)
    keys = [key for key, _message in caught.value.faults]
    per_criterion = ["", ".strength", ".question", ".suggestion"]
    assert keys == [f"{c}{a}" for c in ("need", "clarity") for a in per_criterion]


def test_white_space_is_no_feedback(cast, authors):
    from courses.services.review import RatingInput

    review = rate_as_peer(cast.peer_review(cast.aino))
    blank = {"need": RatingInput(level=2, comments={"strength": "  "})}
    save_ratings(review=review, ratings=blank, by=cast.aino.user)
    assert [key for key, _message in peer_faults(review)] == ["need.strength"]


def test_sent_feedback_counts_once(cast, authors):
    review = give_peer_feedback(cast, cast.aino)
    again = submit_peer_review(review=review, by=cast.aino.user)
    assert again.submitted_at == review.submitted_at
    assert cast.progress()["peer_reviews"].done == 1


def test_nobody_sends_another_persons_feedback(cast, authors):
    review = rate_as_peer(cast.peer_review(cast.aino))
    with pytest.raises(NotTheCoach):
        submit_peer_review(review=review, by=cast.laila.user)


def test_peer_reads_the_shown_fields_and_no_names(cast, authors):
    copy = peer_copy(cast.peer_review(cast.aino))
    assert [part.key for part, _text in copy.parts] == [
        "name",
        "summary",
        "need",
        "solution",
    ]
    assert not hasattr(copy, "team")


def in_swedish(cast, author):
    """Open a newer copy that is written in Swedish."""
    cast.write("m2e4", cast.full_description("ord"), author, language="sv")
    cast.open_for_peers(author)


def test_copy_in_a_language_of_the_reader_comes_before_older_ones(cast, authors):
    in_swedish(cast, authors[0])
    assert team_of(cast.peer_review(cast.aino)) == "Toinen"


def test_language_of_the_certificate_is_a_language_of_the_reader(cast, authors):
    in_swedish(cast, authors[0])
    cast.team.language = "en"
    cast.team.save(update_fields=["language"])
    cast.aino.certificate_languages = ["sv"]
    cast.aino.save(update_fields=["certificate_languages"])
    assert team_of(cast.peer_review(cast.aino)) == "Ensimmäinen"


def test_copy_in_another_language_is_given_when_nothing_else_waits(cast, authors):
    for author in authors:
        in_swedish(cast, author)
    assert team_of(cast.peer_review(cast.aino)) == "Ensimmäinen"
