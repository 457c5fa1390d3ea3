"""Whose question a criterion is, and how assessments of one text find each other."""

import pytest

from rubric.enums import Outcome
from rubric.models import Assessment, Criterion
from tests.courses.factories import answer_for, moment
from valmentamo.freezing import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def divided(cast):
    """As if the rubric had been published so: novelty is put to the author only,
    clarity to assessors only."""
    with lifted():
        for key, who in (("novelty", "author"), ("clarity", "assessor")):
            Criterion._base_manager.filter(key=key).update(rated_by=who)
    for exercise in cast.exercises.values():
        exercise.refresh_from_db()
    return cast


def keys(assessment):
    return {criterion.key for criterion in assessment.criteria.all()}


def test_coach_is_not_asked_what_only_the_author_rates(divided):
    version = divided.submit(divided.portfolio.key)
    assert "novelty" not in keys(divided.review(version).assessment)


def test_description_passes_without_it(divided):
    decision = divided.accept(divided.submit(divided.portfolio.key))
    assert decision.result.outcome == Outcome.PASSED
    assert decision.result.lines.count() == 9


def test_author_is_not_asked_what_only_assessors_rate(divided):
    submission = divided.write("m2e2", answer_for(divided.exercise("m2e2")))
    assert keys(divided.rate_self(submission)) == {"need", "collaboration"}


def test_answer_is_submitted_without_it(divided):
    assert divided.submit("m2e2").pk


def test_page_of_the_exercise_asks_the_author_only_their_own(divided, client):
    client.force_login(divided.aino.user)
    divided.open("m2e2")
    page = client.get(divided.page("m2e2").url).content.decode()
    assert 'id="own-need"' in page
    assert 'id="own-clarity"' not in page


def test_peer_is_asked_as_assessors_are(divided):
    divided.write(divided.portfolio.key, divided.full_description())
    divided.open_for_peers()
    review = divided.peer_review(divided.laila)
    assert keys(review.assessment) == {"need", "clarity"}


def test_coach_and_author_of_one_round_rate_the_same_work(cast):
    submission = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    own = cast.rate_self(submission)
    assert own.subject == str(submission.uuid)
    version = cast.submit("m1e1")
    review = cast.review(version)
    of_round = Assessment.objects.for_subject(version.rated_as)
    assert set(of_round) == {own, review.assessment}


def test_own_rating_of_the_next_round_is_of_another_text(cast):
    submission = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    cast.rate_self(submission)
    first = cast.submit("m1e1")
    cast.send_back(first)
    cast.rate_self(submission)
    second = cast.submit("m1e1", at=moment())
    kinds = Assessment.objects.of_kind("self")
    for version in (first, second):
        assert kinds.for_subject(version.rated_as).count() == 1


def test_peers_rate_the_copy_that_they_were_given(cast):
    cast.write(cast.portfolio.key, cast.full_description())
    copy = cast.open_for_peers()
    review = cast.peer_review(cast.laila)
    assert review.assessment.subject == copy.rated_as
