"""Practice: how it compares with the expert, and where an assessor stands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.calibrating import (
    Counts,
    Rules,
    Shortfall,
    StandingState,
    count,
    shortfalls,
)
from rubric.exceptions import (
    AssessmentClosed,
    MissingRatings,
    NoReference,
    NotAPractice,
    NotTheAssessor,
)
from rubric.models import Assessment, CalibrationAttempt, Exemplar, ReferenceRating
from rubric.services.calibrating import (
    finish_practice,
    standing_of,
    start_practice,
)
from tests.rubric.factories import (
    NOON,
    give,
    level,
    make_assessment,
    make_version,
)

RULES = Rules(share=80, bias=Decimal("0.50"))


def make_exemplar(version, slug="sample", **levels):
    """A sample with the expert's levels by the criterion's key."""
    levels = levels or {"need": 2, "evidence": 3, "ethics": 2}
    exemplar = Exemplar.objects.create(
        version=version,
        slug=slug,
        language="fi",
        use="calibration",
        fields={"name": f"Name of {slug}", "need_field": "A need.", "novelty": ""},
    )
    for criterion in version.criteria.filter(key__in=levels):
        value = levels[criterion.key]
        ReferenceRating.objects.create(
            exemplar=exemplar,
            criterion=criterion,
            level=None if value is None else level(criterion, value),
            not_assessable=value is None,
            rationale=f"Why {criterion.key}.",
        )
    return exemplar


def practise(exemplar, person, at=NOON, **levels):
    levels = levels or {"need": 2, "evidence": 3, "ethics": 2}
    begun = start_practice(exemplar=exemplar, assessor=person, at=at)
    give(begun, **levels)
    return finish_practice(assessment=begun, by=person, at=at)


@pytest.fixture
def exemplar(version):
    return make_exemplar(version)


@pytest.mark.parametrize(
    ("mine", "expert", "counts"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, (2, 2, 2, 0, 0)),
        ({"a": 2, "b": 2}, {"a": 1, "b": 4}, (2, 0, 1, -1, 0)),
        ({"a": None, "b": 2}, {"a": 1, "b": 2}, (1, 1, 1, 0, 1)),
        ({"a": None}, {"a": None}, (0, 0, 0, 0, 0)),
        # A criterion that was not asked is not compared.
        ({"a": 1}, {"a": 1, "b": 4}, (1, 1, 1, 0, 0)),
    ],
)
def test_a_practice_is_compared_criterion_by_criterion(mine, expert, counts):
    found = count(mine, expert)
    assert (
        found.compared,
        found.exact,
        found.within_one,
        found.difference,
        found.apart,
    ) == counts


def counts(compared, within_one, difference, apart=0):
    return Counts(
        compared=compared,
        exact=0,
        within_one=within_one,
        difference=difference,
        apart=apart,
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (counts(10, 8, 0), ()),
        (counts(10, 7, 0), (Shortfall.TOO_FAR,)),
        # Eight of ten is 80 per cent; with one apart it is eight of eleven.
        (counts(10, 8, 0, apart=1), (Shortfall.TOO_FAR,)),
        # Exactly half a level is allowed, either way.
        (counts(10, 10, 5), ()),
        (counts(10, 10, -5), ()),
        (counts(10, 10, 6), (Shortfall.TOO_MILD,)),
        (counts(10, 10, -6), (Shortfall.TOO_STRICT,)),
        (counts(3, 1, -4), (Shortfall.TOO_FAR, Shortfall.TOO_STRICT)),
        (counts(0, 0, 0, apart=3), (Shortfall.NOTHING_TO_COMPARE,)),
        (counts(0, 0, 0), (Shortfall.NOTHING_TO_COMPARE,)),
    ],
)
def test_what_a_practice_lacks(found, expected):
    assert shortfalls(found, RULES) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), min_size=1))
def test_the_experts_own_levels_pass(levels):
    assert shortfalls(count(levels, levels), RULES) == ()


def test_a_practice_asks_what_the_expert_rated(version, coach):
    exemplar = make_exemplar(version, need=2, ethics=3)
    begun = start_practice(exemplar=exemplar, assessor=coach, at=NOON)
    assert {row.key for row in begun.criteria.all()} == {"need", "ethics"}
    assert begun.kind == "calibration"


def test_an_open_practice_is_given_again(exemplar, coach):
    begun = start_practice(exemplar=exemplar, assessor=coach)
    assert start_practice(exemplar=exemplar, assessor=coach) == begun


def test_a_sample_that_no_expert_rated_is_refused(version, coach):
    bare = Exemplar.objects.create(version=version, slug="bare", language="fi")
    with pytest.raises(NoReference):
        start_practice(exemplar=bare, assessor=coach)


def test_a_passed_practice_is_due_after_the_set_time(exemplar, coach):
    attempt = practise(exemplar, coach)
    assert attempt.passed
    assert attempt.due_at == NOON + timedelta(days=365)
    assert attempt.assessment.state == "submitted"


def test_a_practice_that_is_not_passed_is_due_at_once(exemplar, coach):
    attempt = practise(exemplar, coach, need=4, evidence=1, ethics=2)
    assert not attempt.passed
    assert attempt.due_at == NOON
    assert (attempt.compared, attempt.within_one, attempt.difference) == (3, 1, 0)


def test_the_rubric_sets_what_is_needed(exemplar, coach):
    rubric = exemplar.version.rubric
    rubric.calibration_share, rubric.calibration_bias = 30, Decimal("0.00")
    rubric.save()
    assert practise(exemplar, coach, need=4, evidence=1, ethics=2).passed


def test_a_practice_with_gaps_is_not_finished(exemplar, coach):
    begun = start_practice(exemplar=exemplar, assessor=coach)
    give(begun, need=2)
    with pytest.raises(MissingRatings):
        finish_practice(assessment=begun, by=coach)
    assert not CalibrationAttempt.objects.exists()


def test_nobody_finishes_anothers_practice(exemplar, coach, other):
    begun = start_practice(exemplar=exemplar, assessor=coach)
    with pytest.raises(NotTheAssessor):
        finish_practice(assessment=begun, by=other)


def test_a_practice_is_finished_once(exemplar, coach):
    attempt = practise(exemplar, coach)
    with pytest.raises(AssessmentClosed):
        finish_practice(assessment=attempt.assessment, by=coach)


def test_an_assessment_of_a_persons_work_is_no_practice(version, coach):
    assessment = make_assessment(version, assessor=coach, need=1)
    with pytest.raises(NotAPractice):
        finish_practice(assessment=assessment, by=coach)


@pytest.mark.parametrize(
    ("attempts", "later", "state", "until"),
    [
        ([], 0, StandingState.NEVER, None),
        ([(False, 0)], 1, StandingState.NOT_PASSED, None),
        ([(True, 0)], 364, StandingState.PASSED, 365),
        ([(True, 0)], 365, StandingState.DUE, 365),
        # A later practice that is not passed takes nothing away.
        ([(True, 0), (False, 10)], 20, StandingState.PASSED, 365),
        # Ten days after seeing the levels one still knows them.
        ([(False, 0), (True, 10)], 20, StandingState.NOT_PASSED, None),
        ([(True, 0), (True, 10)], 20, StandingState.PASSED, 365),
        ([(False, 0), (True, 90)], 100, StandingState.PASSED, 455),
        # Seeing them once more begins the pause anew.
        ([(False, 0), (False, 60), (True, 120)], 130, StandingState.NOT_PASSED, None),
        ([(True, 0), (True, 100)], 400, StandingState.PASSED, 465),
    ],
)
def test_where_an_assessor_stands(exemplar, coach, attempts, later, state, until):
    for passes, day in attempts:
        levels = {} if passes else {"need": 4, "evidence": 1, "ethics": 2}
        practise(exemplar, coach, NOON + timedelta(days=day), **levels)
    at = NOON + timedelta(days=later)
    found = standing_of(user=coach, rubric=exemplar.version.rubric, at=at)
    assert found.state == state
    assert found.until == (None if until is None else NOON + timedelta(days=until))
    assert found.is_valid == (state == StandingState.PASSED)


def test_another_sample_counts_at_once(version, coach):
    practise(make_exemplar(version), coach, need=4, evidence=1, ethics=2)
    practise(make_exemplar(version, "unseen"), coach, NOON + timedelta(hours=1))
    later = NOON + timedelta(days=1)
    assert standing_of(user=coach, rubric=version.rubric, at=later).is_valid


def test_a_sample_that_was_carried_over_has_been_seen(version, coach):
    practise(make_exemplar(version), coach, need=4, evidence=1, ethics=2)
    make_version(version.rubric, label="2.0")
    again = make_exemplar(version.rubric.versions.get(label="2.0"), slug="sample")
    practise(again, coach, NOON + timedelta(days=1))
    later = NOON + timedelta(days=2)
    assert not standing_of(user=coach, rubric=version.rubric, at=later).is_valid


def test_the_pause_is_the_hosts(exemplar, coach, settings):
    settings.VALMENTAMO_RUBRIC_PRACTICE_PAUSE = 1
    practise(exemplar, coach, need=4, evidence=1, ethics=2)
    practise(exemplar, coach, NOON + timedelta(days=1))
    at = NOON + timedelta(days=2)
    assert standing_of(user=coach, rubric=exemplar.version.rubric, at=at).is_valid


def test_the_standing_is_ones_own_and_of_one_rubric(exemplar, coach, other):
    practise(exemplar, coach)
    rubric = exemplar.version.rubric
    assert standing_of(user=other, rubric=rubric).state == StandingState.NEVER
    elsewhere = make_version().rubric
    assert standing_of(user=coach, rubric=elsewhere).state == StandingState.NEVER


def test_a_practice_never_stands_among_the_assessments_of_work(exemplar, coach):
    practise(exemplar, coach)
    assert not Assessment.objects.of_kind("coach").exists()


def test_samples_for_practice_are_rated_published_and_of_the_newest_version(version):
    shown = make_exemplar(version, "shown")
    example = make_exemplar(version, "example")
    Exemplar.objects.filter(pk=example.pk).update(use="exemplar")
    Exemplar.objects.create(
        version=version, slug="bare", language="fi", use="calibration"
    )
    assert list(Exemplar.objects.for_practice().newest()) == [shown]
    later = make_version(version.rubric, label="2.0")
    assert list(Exemplar.objects.for_practice().newest()) == [shown]
    newer = make_exemplar(later, "newer")
    assert list(Exemplar.objects.for_practice().newest()) == [newer]
