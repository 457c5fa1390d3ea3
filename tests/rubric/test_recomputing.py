"""A stored result is explained by stored facts and comes to itself again."""

from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubric.enums import Counting, Outcome, Reason, Standing
from rubric.exceptions import CriterionNotAsked, NotTheWhole, SumsNoPoints
from rubric.models import CriterionRating, Result
from rubric.scoring import ENGINE_VERSION
from rubric.scoring import NOT_ASSESSABLE as NA
from rubric.services.explaining import recompute, trace_of
from rubric.services.results import make_pooled_result, make_result, preview_score
from tests.rubric.factories import (
    NOON,
    assessment_of,
    criterion_content,
    give,
    make_version,
    with_rules,
)

STORED = ("numerator", "denominator", "outcome", "gate_met", "mean_decides")


def result_of(assessment, rule_set="whole", criteria=None):
    return make_result(
        version=assessment.version,
        criteria=assessment.version.criteria.all() if criteria is None else criteria,
        rule_set=rule_set,
        assessment=assessment,
        at=NOON,
    )


def stored(result):
    row = Result.objects.get(pk=result.pk)
    lines = [
        (x.criterion.key, x.weight, x.points, Standing(x.standing))
        for x in row.lines.select_related("criterion")
    ]
    return [*(getattr(row, name) for name in (*STORED, "distinction")), lines]


def computed(scored):
    lines = [(x.key, x.weight, x.points, x.standing) for x in scored.lines]
    return [*(getattr(scored, name) for name in (*STORED, "distinction")), lines]


def worth(*points):
    return dict(enumerate(points, start=1))


@pytest.fixture
def rich(db):
    """Every rule set is set, with decimal points and a mean for exercises."""
    return make_version(
        rules=with_rules(points_to_pass="12.25", pooling="median", parts_pass_mean="2.4"),
        criteria=(
            criterion_content("need", 1, 40, points=worth("0", "2.5", "5", "7.5")),
            criterion_content("evidence", 2, 40, points=worth("1", "2", "3.25", "4")),
            criterion_content("ethics", 3, 20),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("rule_set", ["whole", "parts", "points"])
@pytest.mark.parametrize(
    "levels",
    [(3, 3, 3), (2, 2, 2), (4, 4, 1), (4, NA, 2), (NA, NA, NA), (1, 1, 1), (4, 4, 4)],
    ids=str,
)
def test_result_comes_to_itself_again(rich, rule_set, levels):
    given = dict(zip(("need", "evidence", "ethics"), levels, strict=True))
    result = result_of(assessment_of(rich, "work", **given), rule_set)
    assert computed(recompute(result)) == stored(result)
    assert trace_of(result).scored == recompute(result)


def test_points_of_levels_are_summed_exactly(rich):
    result = result_of(
        assessment_of(rich, "work", need=3, evidence=3, ethics=4), "points"
    )
    assert (result.numerator, result.denominator) == (49, 4)
    assert (result.total, result.mean) == (Fraction("12.25"), None)
    assert result.outcome == Outcome.PASSED


def test_largest_points_that_a_level_can_have_are_stored(db):
    most = "9999.9999"
    version = make_version(
        rules=with_rules(points_to_pass=most),
        criteria=tuple(
            criterion_content(f"c{n}", n, 2 + 2 * (n < 1), points=worth(*[most] * 4))
            for n in range(49)
        ),
    )
    levels = {f"c{n}": 2 for n in range(49)}
    result = result_of(assessment_of(version, "work", **levels), "points")
    assert Result.objects.get(pk=result.pk).total == 49 * Fraction(most)


def test_version_that_sets_no_points_sums_none(version):
    assessment = assessment_of(version, "work", need=4, evidence=4, ethics=4)
    with pytest.raises(SumsNoPoints):
        result_of(assessment, "points")


def test_sum_of_points_needs_every_criterion(rich):
    assessment = assessment_of(rich, "work", need=4, evidence=4, ethics=4)
    with pytest.raises(NotTheWhole):
        result_of(assessment, "points", rich.criteria.filter(key="need"))


def test_result_says_which_engine_made_it(version):
    result = result_of(assessment_of(version, "work", need=4, evidence=4, ethics=4))
    assert result.engine_version == ENGINE_VERSION


def test_trace_explains_a_stored_result(rich):
    traced = trace_of(
        result_of(assessment_of(rich, "work", need=2, evidence=3, ethics=2))
    )
    assert traced.decided_by == Reason.MEAN_TOO_LOW
    assert (traced.number, traced.threshold) == (Fraction(12, 5), Fraction(5, 2))
    assert [(x.key, x.to_level) for x in traced.smallest_lifts] == [
        ("need", 3),
        ("evidence", 4),
        ("ethics", 3),
    ]


def test_trace_names_criteria_that_were_not_asked(rich):
    asked = list(rich.criteria.filter(key="evidence"))
    assessment = assessment_of(rich, "work", criteria=asked, evidence=3)
    traced = trace_of(result_of(assessment, "parts", asked))
    assert {(row.key, row.why) for row in traced.left_out} == {
        ("need", Counting.NOT_ASKED),
        ("ethics", Counting.NOT_ASKED),
    }


@pytest.mark.parametrize("verb", [recompute, trace_of])
def test_recomputing_starts_from_the_ratings_and_not_from_the_lines(rich, verb):
    """Somebody who changes a line behind the application's back is found out."""
    from valmentamo.freezing import lifted

    result = result_of(assessment_of(rich, "work", need=3, evidence=3, ethics=3))
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE valmentamo_rubric_resultline SET points = 4")
    again = verb(Result.objects.get(pk=result.pk))
    assert {line.points for line in again.lines} == {3}


AUTHOR_TOO = {
    "criteria": (
        criterion_content("need", 1, 40),
        criterion_content("evidence", 2, 20),
        criterion_content("ethics", 3, 20),
        criterion_content("effort", 4, 10, rated_by="author"),
        criterion_content("method", 5, 10, rated_by="assessor"),
    )
}
ALL_FIVE = dict.fromkeys(("need", "evidence", "ethics", "effort", "method"), 3)


def test_whole_never_counts_what_only_the_author_rates(db):
    version = make_version(**AUTHOR_TOO)
    result = result_of(assessment_of(version, "work", **ALL_FIVE))
    assert [line.criterion.key for line in result.lines.all()] == [
        *("need", "evidence", "ethics", "method")
    ]
    assert result.denominator == 90
    assert [(x.key, x.why) for x in trace_of(result).left_out] == [
        ("effort", Counting.AUTHOR_ONLY)
    ]


def test_whole_still_needs_what_only_assessors_rate(db):
    version = make_version(**AUTHOR_TOO)
    own = assessment_of(version, "work", kind="self", **ALL_FIVE)
    with pytest.raises(NotTheWhole):
        result_of(own, criteria=own.criteria.all())


def test_own_questions_alone_make_no_result(db):
    version = make_version(**AUTHOR_TOO)
    own = assessment_of(version, "work", kind="self", **ALL_FIVE)
    with pytest.raises(CriterionNotAsked):
        result_of(own, "parts", version.criteria.filter(key="effort"))


def test_preview_of_an_own_rating_leaves_them_out_too(db):
    version = make_version(**AUTHOR_TOO)
    own = assessment_of(version, "work", kind="self", **ALL_FIVE)
    assert preview_score(assessment=own, rule_set="parts").outcome == Outcome.ACCEPTED


@pytest.mark.parametrize("criteria", [2, 12])
def test_trace_takes_the_same_queries_for_few_and_for_many_criteria(
    db, django_assert_num_queries, criteria
):
    version = make_version(
        criteria=tuple(
            criterion_content(f"c{n}", n, 100 // criteria + (n < 100 % criteria))
            for n in range(criteria)
        )
    )
    levels = {f"c{n}": 2 for n in range(criteria)}
    result = result_of(assessment_of(version, "work", **levels))
    found = Result.objects.get(pk=result.pk)
    with django_assert_num_queries(5):
        trace_of(found)
    with django_assert_num_queries(2):
        recompute(found)


values = st.sampled_from([NA, 1, 2, 3, 4])
given_levels = st.fixed_dictionaries(
    {"need": values, "evidence": values, "ethics": values}
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(given_levels, min_size=2, max_size=3),
    st.sampled_from(["whole", "parts", "points"]),
    st.uuids().map(str),
)
def test_pooled_result_comes_to_itself_again(rich, each, rule_set, subject):
    assessments = [assessment_of(rich, subject, **levels) for levels in each]
    made = [
        make_pooled_result(
            version=rich,
            criteria=rich.criteria.all(),
            rule_set=rule_set,
            assessments=order,
            at=NOON,
        )
        for order in (assessments, assessments[::-1])
    ]
    for result in made:
        assert computed(recompute(result)) == stored(result)
    assert stored(made[0]) == stored(made[1])


def test_correction_does_not_move_an_old_result(rich):
    """Its lines stay on the ratings that they were made of."""
    from rubric.services.assessing import submit_assessment
    from rubric.services.correcting import start_correction

    first = assessment_of(rich, "work", need=3, evidence=3, ethics=3)
    result = result_of(first)
    before = stored(result)
    correction = start_correction(assessment=first, by=first.assessor)
    give(correction, need=1)
    submit_assessment(assessment=correction, by=first.assessor, at=NOON)
    assert stored(result) == before == computed(recompute(result))
    assert CriterionRating.objects.filter(assessment=first).count() == 3
