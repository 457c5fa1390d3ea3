"""A second reading: who may take it, what it leaves alone, and what it feeds."""

from uuid import UUID

import pytest

from courses.enums import DecisionOutcome, ReviewRole
from courses.exceptions import (
    Incomplete,
    NotAllowedNow,
    NotTheCoach,
    NotTheSecondReader,
)
from courses.models import CohortCoach, Decision, Review, SecondReading
from courses.second_reading import is_drawn
from courses.services.review import (
    RatingInput,
    ask_second_reading,
    decide,
    open_review,
    open_second_reading,
    save_ratings,
    submit_second_reading,
)
from rubric.models import Assessment, Result
from tests.courses.doorstep import staff_of
from tests.courses.factories import UserFactory, moment, words


def colleague(cast):
    coach = UserFactory(first_name="Ritva")
    CohortCoach.objects.create(cohort=cast.cohort, user=coach)
    return coach


@pytest.fixture
def second(cast):
    return colleague(cast)


@pytest.fixture
def version(cast):
    return cast.accept(cast.submit("m1e1")).version


@pytest.fixture
def asked(cast, version):
    return ask_second_reading(version=version, by=cast.coach, at=moment())


def read_again(version, reader, level=2):
    review = open_second_reading(version=version, reader=reader, at=moment())
    given = {
        row.criterion.key: RatingInput(level=level)
        for row in review.assessment.asked.select_related("criterion")
    }
    save_ratings(review=review, ratings=given, by=reader)
    return submit_second_reading(review=review, by=reader, at=moment())


# ---- which answers ----
@pytest.mark.parametrize(
    ("number", "one_in", "drawn"),
    [
        (10, 0, False),
        (0, 0, False),
        (10, 1, True),
        (10, 5, True),
        (11, 5, False),
        (10, 3, False),
    ],
)
def test_every_nth_uuid_is_drawn_and_none_at_zero(number, one_in, drawn):
    assert is_drawn(UUID(int=number), one_in) is drawn


def test_the_share_is_about_what_it_says():
    drawn = sum(is_drawn(UUID(int=n * 7919), 5) for n in range(1000))
    assert drawn == 200


def test_a_decision_asks_for_a_second_reading_by_the_share_of_the_cohort(cast):
    cast.accept(cast.submit("m1e1"))
    assert not SecondReading.objects.exists()
    cast.cohort.second_reading_one_in = 1
    cast.cohort.save(update_fields=["second_reading_one_in"])
    version = cast.accept(cast.submit("m1e2")).version
    drawn = SecondReading.objects.get()
    assert (drawn.version, drawn.is_drawn, drawn.asked_by) == (version, True, None)


def test_the_one_who_decided_may_ask_for_it_and_twice_is_once(cast, version):
    first = ask_second_reading(version=version, by=cast.coach)
    assert ask_second_reading(version=version, by=cast.coach) == first
    assert (first.is_drawn, first.asked_by) == (False, cast.coach)


def test_the_centre_may_ask_for_it(version):
    assert ask_second_reading(version=version, by=staff_of("centre"))


@pytest.mark.parametrize("who", ["author", "learner", "mate", "stranger"])
def test_nobody_else_asks_for_it(cast, version, who):
    people = {"author": staff_of, "learner": lambda _: cast.laila.user}
    person = people.get(who, lambda _: UserFactory())(who)
    if who == "mate":
        person = cast.mikko.user
        CohortCoach.objects.create(cohort=cast.cohort, user=person)
    with pytest.raises(NotTheCoach):
        ask_second_reading(version=version, by=person)


def test_an_answer_without_a_decision_is_not_read_a_second_time(cast):
    with pytest.raises(NotAllowedNow):
        ask_second_reading(version=cast.submit("m1e1"), by=cast.coach)


def test_an_answer_with_a_newer_round_is_not_read_a_second_time(cast, asked, second):
    cast.submit("m1e1", {"answer": words(9, "uusi")})
    with pytest.raises(NotAllowedNow):
        ask_second_reading(version=asked.version, by=cast.coach)
    with pytest.raises(NotTheSecondReader):
        open_second_reading(version=asked.version, reader=second)


# ---- who reads ----
def test_another_coach_reads_what_was_asked_for(cast, asked, second):
    review = open_second_reading(version=asked.version, reader=second)
    assert review.role == ReviewRole.SECOND
    assert open_second_reading(version=asked.version, reader=second) == review


def test_the_centre_reads_it_as_well(asked):
    assert read_again(asked.version, staff_of("centre")).submitted_at


@pytest.mark.parametrize("who", ["first", "late", "mate", "learner", "other"])
def test_nobody_else_reads_it(cast, second, who):
    version = cast.submit("m1e1")
    people = {"first": cast.coach, "mate": cast.mikko.user, "learner": cast.laila.user}
    person = people.get(who) or UserFactory()
    if who in ("late", "mate"):
        CohortCoach.objects.create(cohort=cast.cohort, user=person)
    if who == "late":
        open_review(version=version, coach=person)
    cast.accept(version)
    ask_second_reading(version=version, by=cast.coach)
    with pytest.raises(NotTheSecondReader):
        open_second_reading(version=version, reader=person)


def test_nothing_is_read_that_nobody_asked_for(version, second):
    with pytest.raises(NotTheSecondReader):
        open_second_reading(version=version, reader=second)


def test_one_second_reading_is_enough_but_who_has_begun_may_finish(cast, asked, second):
    begun = colleague(cast)
    open_second_reading(version=asked.version, reader=begun)
    read_again(asked.version, second)
    assert read_again(asked.version, begun).submitted_at
    with pytest.raises(NotTheSecondReader):
        open_second_reading(version=asked.version, reader=colleague(cast))


def test_it_needs_a_level_on_every_criterion(asked, second):
    review = open_second_reading(version=asked.version, reader=second)
    with pytest.raises(Incomplete) as refused:
        submit_second_reading(review=review, by=second)
    assert [key for key, _message in refused.value.faults] == ["need"]


def test_sent_twice_it_is_sent_once(asked, second):
    review = read_again(asked.version, second)
    sent = review.submitted_at
    assert submit_second_reading(review=review, by=second).submitted_at == sent


def test_nobody_sends_anothers_reading_nor_decides_with_it(cast, asked, second):
    review = open_second_reading(version=asked.version, reader=second)
    with pytest.raises(NotTheSecondReader):
        submit_second_reading(review=review, by=cast.coach)
    with pytest.raises(NotTheCoach):
        decide(review=review, outcome=DecisionOutcome.RETURNED, by=second)


# ---- what it leaves alone, and what it feeds ----
def test_the_result_and_the_first_assessment_stay_as_they_were(cast, asked, second):
    before = Result.objects.get(), Decision.objects.get()
    state = before[1].version.submission.state
    read_again(asked.version, second, level=1)
    assert (Result.objects.get(), Decision.objects.get()) == before
    decision = Decision.objects.get()
    assert decision.version.submission.state == state
    assert decision.review.assessment.counts


def test_both_readings_are_of_one_subject(asked, second):
    read_again(asked.version, second)
    rows = Assessment.objects.submitted().filter(kind="coach")
    assert set(rows.values_list("subject", flat=True)) == {asked.version.rated_as}
    assert rows.count() == 2


def test_the_reader_may_be_forgotten(asked, second):
    read_again(asked.version, second)
    SecondReading.objects.update(asked_by=None)
    Review.objects.second().update(reviewer=None)
    assert SecondReading.objects.get().asked_by is None
