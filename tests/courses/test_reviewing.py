"""The coach: reading, rating and deciding."""

import pytest

from courses.enums import DecisionOutcome, ReviewRole, SubmissionState
from courses.exceptions import (
    AlreadyDecided,
    DecisionRefused,
    NotAllowedNow,
    NotTheCoach,
    UnknownField,
)
from courses.models import CohortCoach, Decision, Review
from courses.services.review import (
    RatingInput,
    decide,
    open_review,
    save_ratings,
)
from rubric.enums import Outcome, RuleSetName
from rubric.exceptions import AssessmentClosed
from tests.courses.factories import UserFactory, moment, words

ACCEPT, RETURN = DecisionOutcome.ACCEPTED, DecisionOutcome.RETURNED


@pytest.fixture
def version(cast):
    return cast.submit("m1e1")


def second_coach(cast):
    coach = UserFactory()
    CohortCoach.objects.create(cohort=cast.cohort, user=coach)
    return coach


def test_coach_opens_a_review_once(cast, version):
    first = open_review(version=version, coach=cast.coach)
    assert open_review(version=version, coach=cast.coach) == first
    assert first.role == ReviewRole.FIRST


def test_review_asks_the_criteria_that_the_version_froze(cast, version):
    exercise = cast.exercise("m1e1")
    exercise.exercise_criteria.all().delete()
    review = open_review(version=version, coach=cast.coach)
    asked = review.assessment.asked.values_list("criterion__key", flat=True)
    assert list(asked) == ["need"]


def test_answer_to_an_exercise_without_criteria_can_not_be_rated(cast):
    cast.exercise("m1e1").exercise_criteria.all().delete()
    version = cast.submit("m1e1")
    with pytest.raises(NotAllowedNow):
        open_review(version=version, coach=cast.coach)


@pytest.mark.parametrize("who", ["stranger", "learner", "ended", "absent"])
def test_only_an_acting_coach_of_the_cohort_reads(cast, version, who):
    person = UserFactory()
    if who == "learner":
        person = cast.laila.user
    if who == "ended":
        CohortCoach.objects.create(
            cohort=cast.cohort, user=person, ends_on="2020-01-01"
        )
    with pytest.raises(NotTheCoach):
        open_review(version=version, coach=person)


def test_substitute_reads_while_the_coach_is_away(cast, version):
    substitute = UserFactory()
    CohortCoach.objects.filter(user=cast.coach).update(
        substitute=substitute, absent_from="2020-01-01", absent_until="2100-01-01"
    )
    assert open_review(version=version, coach=substitute).reviewer == substitute


def test_coach_never_reads_the_work_of_a_team_of_their_own(cast, version):
    CohortCoach.objects.create(cohort=cast.cohort, user=cast.mikko.user)
    with pytest.raises(NotTheCoach):
        open_review(version=version, coach=cast.mikko.user)


def test_levels_and_comments_are_kept_as_a_draft(cast, version):
    review = open_review(version=version, coach=cast.coach)
    ratings = {"need": RatingInput(level=2, comments={"": "Tarkenna kokoa."})}
    save_ratings(review=review, ratings=ratings, by=cast.coach)
    rating = review.assessment.ratings.get()
    assert (rating.level.value, rating.comments.get().text) == (2, "Tarkenna kokoa.")
    save_ratings(review=review, ratings={"need": RatingInput()}, by=cast.coach)
    assert not review.assessment.ratings.exists()


@pytest.mark.parametrize(
    "ratings",
    [{"ethics": RatingInput(level=2)}, {"need": RatingInput(level=9)}],
)
def test_criterion_or_level_that_was_not_asked_is_refused(cast, version, ratings):
    review = open_review(version=version, coach=cast.coach)
    with pytest.raises(UnknownField):
        save_ratings(review=review, ratings=ratings, by=cast.coach)


def test_level_two_is_enough_for_an_exercise(cast, version):
    decision = cast.accept(version, level=2)
    version.submission.refresh_from_db()
    assert version.submission.state == SubmissionState.ACCEPTED
    assert version.submission.accepted_version == version
    assert (decision.result.rule_set, decision.result.outcome) == (
        RuleSetName.PARTS,
        Outcome.ACCEPTED,
    )


def test_level_one_is_not_accepted_and_the_ratings_stay(cast, version):
    review = cast.review(version, level=1)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=ACCEPT, by=cast.coach)
    assert review.assessment.ratings.count() == 1
    assert not Decision.objects.exists()


def test_not_assessable_is_not_accepted(cast, version):
    review = cast.review(version)
    ratings = {"need": RatingInput(not_assessable=True)}
    save_ratings(review=review, ratings=ratings, by=cast.coach)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=ACCEPT, by=cast.coach)


def test_nothing_is_decided_before_every_criterion_is_rated(cast, version):
    review = open_review(version=version, coach=cast.coach)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=RETURN, by=cast.coach)


def test_return_at_level_two_names_the_part(cast):
    version = cast.submit("m1e2")
    review = cast.review(version, level=2)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=RETURN, by=cast.coach)
    decision = decide(
        review=review, outcome=RETURN, unanswered=["closing"], by=cast.coach
    )
    assert decision.unanswered == ["closing"]
    version.submission.refresh_from_db()
    assert version.submission.state == SubmissionState.RETURNED


def test_part_is_named_in_words_where_the_prompt_has_one_part(cast, version):
    decision = decide(
        review=cast.review(version, level=3),
        outcome=RETURN,
        missing=" Vastaamatta jääneiden\u202e määrä ",
        by=cast.coach,
    )
    assert decision.missing == "Vastaamatta jääneiden määrä"


def test_part_that_was_not_asked_is_not_named(cast, version):
    with pytest.raises(UnknownField):
        decide(
            review=cast.review(version),
            outcome=RETURN,
            unanswered=["budget"],
            by=cast.coach,
        )


def test_return_below_level_two_needs_no_part(cast, version):
    assert cast.send_back(version).outcome == RETURN


def test_second_coach_comes_too_late_and_keeps_the_draft(cast, version):
    late = second_coach(cast)
    review = cast.review(version, level=1, coach=late)
    cast.accept(version)
    with pytest.raises(AlreadyDecided):
        decide(review=review, outcome=RETURN, by=late)
    review.assessment.refresh_from_db()
    assert review.assessment.is_draft
    assert review.assessment.ratings.count() == 1


def test_nobody_decides_with_another_coachs_review(cast, version):
    review = cast.review(version)
    with pytest.raises(NotTheCoach):
        decide(review=review, outcome=ACCEPT, by=second_coach(cast))


def test_decided_review_is_closed(cast, version):
    review = cast.accept(version).review
    with pytest.raises(AssessmentClosed):
        save_ratings(
            review=review, ratings={"need": RatingInput(level=1)}, by=cast.coach
        )


def test_answer_accepted_once_stays_accepted_while_a_new_round_is_read(cast, version):
    cast.accept(version)
    cast.send_back(cast.submit("m1e1", {"answer": words(9, "uusi")}))
    version.submission.refresh_from_db()
    assert version.submission.accepted_version == version
    assert cast.progress()["exercises"].done == 1


# ---- the portfolio ----
def portfolio_review(cast, levels=None, level=2):
    version = cast.submit("m2e4", cast.full_description())
    return cast.review(version, level=level, levels=levels)


def test_portfolio_at_level_two_throughout_is_not_accepted_for_its_mean(cast):
    review = portfolio_review(cast)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=ACCEPT, by=cast.coach)
    decision = decide(review=review, outcome=RETURN, by=cast.coach)
    assert decision.result.rule_set == RuleSetName.WHOLE
    assert decision.result.outcome == Outcome.RETURNED


def test_portfolio_with_ethics_at_level_one_is_not_accepted(cast):
    review = portfolio_review(cast, level=4, levels={"ethics": 1})
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=ACCEPT, by=cast.coach)


def test_portfolio_that_passes_the_rubric_is_accepted(cast):
    decision = decide(
        review=portfolio_review(cast, level=3), outcome=ACCEPT, by=cast.coach
    )
    assert decision.result.outcome == Outcome.PASSED


def test_portfolio_that_passes_is_returned_only_with_a_named_part(cast):
    review = portfolio_review(cast, level=3)
    with pytest.raises(DecisionRefused):
        decide(review=review, outcome=RETURN, by=cast.coach)
    decide(review=review, outcome=RETURN, unanswered=["solution"], by=cast.coach)


def test_reviewer_may_be_forgotten(cast, version):
    decision = cast.accept(version)
    Review.objects.filter(pk=decision.review_id).update(reviewer=None)
    Decision.objects.filter(pk=decision.pk).update(decided_by=None)
    decision.refresh_from_db()
    assert decision.decided_by is None


def test_queue_holds_the_oldest_answer_first(cast):
    first = cast.submit("m1e1", at=moment())
    second = cast.submit("m1e2", at=moment())
    third = cast.submit("m1e1", enrolment=cast.laila, at=moment())
    cast.accept(second)
    from courses.models import SubmissionVersion

    queue = SubmissionVersion.objects.waiting_for_coach().coached_by(cast.coach)
    assert list(queue.oldest_first()) == [first, third]
