"""Results are made of submitted assessments and never change."""

from fractions import Fraction

import pytest

from rubric.enums import Outcome, Standing
from rubric.exceptions import (
    AssessmentNotSubmitted,
    CriterionNotAsked,
    ForeignCriterion,
    MissingRatings,
    NotTheWhole,
)
from rubric.models import Result
from rubric.scoring import format_mean
from rubric.services.explaining import recompute
from rubric.services.importing import (
    DEFAULT_RUBRIC,
    DEFAULT_SAMPLES,
    import_rubric,
)
from rubric.services.results import make_result, preview_score
from tests.rubric.factories import NOON, give, make_assessment, make_version
from valmentamo.yamlfiles import load_yaml

SAMPLES = load_yaml(DEFAULT_SAMPLES)["samples"]


def result_of(assessment, rule_set="whole", criteria=None, **more):
    return make_result(
        version=assessment.version,
        criteria=assessment.version.criteria.all() if criteria is None else criteria,
        rule_set=rule_set,
        assessment=assessment,
        at=NOON,
        **more,
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_stored_result_of_a_sample_is_what_the_expert_expects(sample, db):
    version = import_rubric(data=load_yaml(DEFAULT_RUBRIC))
    result = result_of(make_assessment(version, **sample["levels"]))
    expected = sample["expected"]
    below = [
        line.criterion.key
        for line in result.lines.all()
        if line.standing != Standing.MET
    ]
    assert format_mean(result.mean) == expected["mean"]
    assert below == expected["below_minimum"]
    assert result.gate_met == expected["gate_ok"]
    assert (result.outcome == Outcome.PASSED) == expected["passed"]
    assert result.distinction == expected["distinction"]


def test_result_keeps_the_sum_as_it_was_added_up(version):
    result = result_of(make_assessment(version, need=3, evidence=2, ethics=2))
    assert (result.numerator, result.denominator) == (240, 100)
    assert result.mean == Fraction(12, 5)
    assert result.outcome == Outcome.RETURNED


def test_result_has_a_line_for_each_criterion_asked(version):
    result = result_of(make_assessment(version, need=3, evidence=None, ethics=1))
    assert [
        (x.criterion.key, x.points, x.weight, x.standing) for x in result.lines.all()
    ] == [
        ("need", 3, 40, Standing.MET),
        ("evidence", None, 40, Standing.BELOW_MINIMUM),
        ("ethics", 1, 20, Standing.GATE_NOT_MET),
    ]
    assert not result.gate_met
    assert not result.mean_decides


def test_nothing_assessable_has_no_mean_and_never_zero(version):
    result = result_of(make_assessment(version, need=None, evidence=None, ethics=None))
    assert (result.numerator, result.denominator, result.mean) == (None, None, None)
    assert result.outcome == Outcome.RETURNED


def test_exercise_is_accepted_at_level_2_on_its_own_criteria(version, criteria):
    asked = [criteria["evidence"]]
    assessment = make_assessment(version, criteria=asked, evidence=2)
    assert result_of(assessment, "parts", asked).outcome == Outcome.ACCEPTED


def test_whole_needs_every_criterion(version, criteria):
    asked = [criteria["evidence"]]
    assessment = make_assessment(version, criteria=asked, evidence=4)
    with pytest.raises(NotTheWhole):
        result_of(assessment, "whole", asked)


def test_draft_gives_no_result(draft):
    with pytest.raises(AssessmentNotSubmitted):
        result_of(draft)


def test_unrated_criteria_are_named(version):
    with pytest.raises(MissingRatings) as refusal:
        result_of(make_assessment(version, need=2, ethics=2))
    assert [criterion.key for criterion in refusal.value.criteria] == ["evidence"]


def test_criterion_of_another_version_is_refused(version):
    assessment = make_assessment(version, need=2, evidence=2, ethics=2)
    with pytest.raises(ForeignCriterion):
        result_of(assessment, "parts", make_version().criteria.all())


def test_assessment_of_another_version_is_refused(version):
    assessment = make_assessment(make_version(), need=2, evidence=2, ethics=2)
    with pytest.raises(ForeignCriterion):
        make_result(
            version=version,
            criteria=version.criteria.all(),
            rule_set="whole",
            assessment=assessment,
        )


def test_criterion_that_was_not_asked_is_refused(version, criteria):
    assessment = make_assessment(version, criteria=[criteria["need"]], need=2)
    with pytest.raises(CriterionNotAsked):
        result_of(assessment, "parts", [criteria["evidence"]])


def test_refused_result_leaves_nothing_behind(version):
    with pytest.raises(MissingRatings):
        result_of(make_assessment(version, need=2))
    assert not Result.objects.exists()


def test_later_result_supersedes_the_earlier(version):
    first = result_of(make_assessment(version, need=2, evidence=2, ethics=2))
    second = result_of(
        make_assessment(version, need=3, evidence=3, ethics=3), supersedes=first
    )
    assert list(Result.objects.standing()) == [second]


def test_stored_result_can_be_explained_from_its_own_lines(version):
    result = result_of(make_assessment(version, need=4, evidence=3, ethics=2))
    again = recompute(result)
    assert again.outcome == result.outcome
    assert again.mean == result.mean
    assert again.distinction == result.distinction


def test_preview_of_a_draft_tells_what_is_not_yet_rated(draft):
    give(draft, need=4)
    scored = preview_score(assessment=draft, rule_set="whole")
    assert scored.outcome == Outcome.INCOMPLETE
    assert scored.not_rated == ("evidence", "ethics")
