"""Several assessors come to one level, and to one result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.enums import LineBasis, Outcome
from rubric.exceptions import (
    AssessmentNotSubmitted,
    CriterionNotAsked,
    DifferentWorks,
    ForeignCriterion,
    MissingRatings,
    NotTheWhole,
    PoolsNothing,
    PracticeNeverCounts,
    SameAssessor,
    TooFewAssessments,
)
from rubric.models import PooledRating, Result
from rubric.pooling import median_level
from rubric.scoring import NOT_ASSESSABLE as NA
from rubric.services.assessing import submit_assessment
from rubric.services.correcting import start_correction
from rubric.services.explaining import recompute, trace_of
from rubric.services.results import make_pooled_result, make_result
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    assessment_of,
    draft_of,
    make_version,
    with_rules,
)

# Each row: the levels given, the level they come to.
MEDIANS = [
    ([3], 3),
    ([2, 3], 2),
    ([3, 2], 2),
    ([1, 4], 1),
    ([2, 2], 2),
    ([1, 2, 4], 2),
    ([4, 4, 1], 4),
    ([1, 2, 3, 4], 2),
    ([2, 3, 3, 4], 3),
    ([1, 1, 4, 4, 4], 4),
    ([NA], NA),
    ([NA, 4], NA),
    ([NA, 3, 4], 3),
    ([NA, NA, 4], NA),
    ([NA, NA, 3, 4], NA),
    ([NA, 1, 3, 4], 1),
    ([NA, NA, NA], NA),
]


@pytest.mark.parametrize(("levels", "median"), MEDIANS, ids=str)
def test_low_median(levels, median):
    assert median_level(levels) == median


def test_there_is_no_median_of_nothing():
    with pytest.raises(ValueError, match="no level"):
        median_level([])


level_lists = st.lists(st.sampled_from([NA, 1, 2, 3, 4]), min_size=1, max_size=9)


@given(level_lists)
def test_median_is_always_a_level_that_somebody_chose(levels):
    assert median_level(levels) in levels


@given(level_lists.flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_the_order_of_assessors_does_not_matter(both):
    one, other = both
    assert median_level(one) == median_level(other)


@given(level_lists)
def test_at_least_half_gave_that_level_or_a_higher_one(levels):
    """No bias upwards: whoever is in the middle of a tie is never lifted."""
    median = median_level(levels) or 0
    at_most = sum((level or 0) <= median for level in levels)
    at_least = sum((level or 0) >= median for level in levels)
    assert at_most * 2 >= len(levels)
    assert at_least * 2 > len(levels)


@given(level_lists, st.integers(0, 8))
def test_a_higher_level_never_lowers_the_median(levels, place):
    place %= len(levels)
    lifted = [*levels]
    lifted[place] = min(4, (lifted[place] or 0) + 1)
    assert (median_level(lifted) or 0) >= (median_level(levels) or 0)


@pytest.fixture
def pooling(db):
    return make_version(rules=with_rules(pooling="median"))


def three(version, subject="work", **more):
    return [
        assessment_of(version, subject, need=2, evidence=3, ethics=2, **more),
        assessment_of(version, subject, need=3, evidence=NA, ethics=1, **more),
        assessment_of(version, subject, need=4, evidence=3, ethics=2, **more),
    ]


def pool(version, assessments, criteria=None, rule_set="whole"):
    return make_pooled_result(
        version=version,
        criteria=version.criteria.all() if criteria is None else criteria,
        rule_set=rule_set,
        assessments=assessments,
        at=NOON,
    )


def test_each_criterion_counts_with_its_median(pooling):
    result = pool(pooling, three(pooling))
    assert [(x.criterion.key, x.points, x.basis) for x in result.lines.all()] == [
        ("need", 3, LineBasis.MEDIAN),
        ("evidence", 3, LineBasis.MEDIAN),
        ("ethics", 2, LineBasis.MEDIAN),
    ]
    assert (result.numerator, result.denominator) == (280, 100)
    assert result.outcome == Outcome.PASSED


def test_every_rating_that_was_pooled_is_kept(pooling):
    assessments = three(pooling)
    result = pool(pooling, assessments)
    kept = PooledRating.objects.filter(line__result=result)
    assert set(kept.values_list("rating", flat=True)) == {
        rating.pk for row in assessments for rating in row.ratings.all()
    }


def test_line_names_a_rating_that_gave_the_level(pooling):
    for line in pool(pooling, three(pooling)).lines.all():
        assert line.rating.points == line.points


def test_two_against_one_may_not_assess_the_criterion(pooling):
    result = pool(
        pooling,
        [
            assessment_of(pooling, "work", need=NA, evidence=3, ethics=3),
            assessment_of(pooling, "work", need=NA, evidence=3, ethics=3),
            assessment_of(pooling, "work", need=4, evidence=3, ethics=3),
        ],
    )
    assert result.lines.get(criterion__key="need").points is None
    assert result.outcome == Outcome.RETURNED


def test_order_in_which_they_are_given_does_not_matter(pooling):
    assessments = three(pooling)
    one, other = pool(pooling, assessments), pool(pooling, assessments[::-1])
    assert recompute(one) == recompute(other)
    assert [x.rating_id for x in one.lines.all()] == [
        x.rating_id for x in other.lines.all()
    ]


def test_trace_tells_what_each_gave_without_telling_who(pooling):
    origins = {o.key: o.given for o in trace_of(pool(pooling, three(pooling))).origins}
    assert origins == {"need": (2, 3, 4), "evidence": (NA, 3, 3), "ethics": (1, 2, 2)}


def test_points_of_the_median_level_are_summed(db):
    version = make_version(rules=with_rules(pooling="median", points_to_pass="8"))
    assert pool(version, three(version), rule_set="points").total == 8


def test_version_that_lets_one_count_pools_nothing(version):
    with pytest.raises(PoolsNothing):
        pool(version, three(version))


def test_one_assessment_alone_is_not_pooled(pooling):
    with pytest.raises(TooFewAssessments):
        pool(pooling, three(pooling)[:1])


def test_works_must_be_the_same(pooling):
    with pytest.raises(DifferentWorks):
        pool(pooling, three(pooling)[:2] + three(pooling, "another")[:1])


def test_works_without_a_name_may_be_any(pooling):
    with pytest.raises(DifferentWorks):
        pool(pooling, three(pooling, ""))


def test_versions_must_be_the_same(pooling):
    other = make_version(rules=with_rules(pooling="median"))
    with pytest.raises(ForeignCriterion):
        pool(pooling, [*three(pooling)[:2], *three(other)[:1]])


def test_draft_is_not_pooled(pooling):
    draft = draft_of(pooling, "work", need=2, evidence=2, ethics=2)
    with pytest.raises(AssessmentNotSubmitted):
        pool(pooling, [*three(pooling), draft])


def test_superseded_assessment_is_not_pooled(pooling):
    assessments = three(pooling)
    first = assessments[0]
    correction = start_correction(assessment=first, by=first.assessor)
    submit_assessment(assessment=correction, by=first.assessor, at=NOON)
    first.refresh_from_db()
    with pytest.raises(AssessmentNotSubmitted):
        pool(pooling, assessments)
    assert pool(pooling, [correction, *assessments[1:]]).outcome == Outcome.PASSED


def test_nobody_counts_twice(pooling):
    person = PersonFactory()
    both = [
        assessment_of(
            pooling, "work", assessor=person, kind=kind, need=2, evidence=2, ethics=2
        )
        for kind in ("coach", "peer")
    ]
    with pytest.raises(SameAssessor):
        pool(pooling, both)


def test_same_assessment_does_not_count_twice(pooling):
    with pytest.raises(SameAssessor):
        pool(pooling, [three(pooling)[0]] * 2)


def test_assessors_who_were_erased_still_count(pooling):
    assessments = three(pooling)
    for row in assessments[:2]:
        row.assessor.delete()
        row.refresh_from_db()
    assert pool(pooling, assessments).outcome == Outcome.PASSED


def test_practice_is_not_pooled(pooling):
    with pytest.raises(PracticeNeverCounts):
        pool(pooling, three(pooling, kind="calibration"))


def test_practice_makes_no_result_either(version):
    assessment = assessment_of(
        version, "work", kind="calibration", need=3, evidence=3, ethics=3
    )
    with pytest.raises(PracticeNeverCounts):
        make_result(
            version=version,
            criteria=version.criteria.all(),
            rule_set="whole",
            assessment=assessment,
        )


def test_everybody_must_have_been_asked_the_criterion(pooling):
    asked = list(pooling.criteria.exclude(key="ethics"))
    narrow = assessment_of(pooling, "work", criteria=asked, need=2, evidence=3)
    with pytest.raises(CriterionNotAsked):
        pool(pooling, [*three(pooling)[:1], narrow])


def test_everybody_must_have_rated_the_criterion(pooling):
    gap = assessment_of(pooling, "work", need=2, evidence=3)
    with pytest.raises(MissingRatings):
        pool(pooling, [*three(pooling)[:1], gap])


def test_whole_needs_every_criterion(pooling):
    with pytest.raises(NotTheWhole):
        pool(pooling, three(pooling), criteria=pooling.criteria.filter(key="need"))


def test_refused_pooling_leaves_nothing_behind(pooling):
    with pytest.raises(SameAssessor):
        pool(pooling, [three(pooling)[0]] * 2)
    assert not Result.objects.exists()


@pytest.mark.parametrize("assessors", [2, 12])
def test_two_assessors_and_twelve_take_the_same_queries(
    pooling, django_assert_num_queries, assessors
):
    assessments = [
        assessment_of(pooling, "work", need=2, evidence=3, ethics=2)
        for _ in range(assessors)
    ]
    criteria = list(pooling.criteria.all())
    with django_assert_num_queries(18):
        pool(pooling, assessments, criteria=criteria)
