"""The page that explains a result: sentences, a table, what would be enough."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from rubric.scoring import NOT_ASSESSABLE as NA
from rubric.services.explaining import trace_of
from rubric.services.results import make_pooled_result, make_result
from rubric.telling import tell
from tests.rubric.factories import NOON, assessment_of, make_version, with_rules


def page(version, rule_set="whole", criteria=None, **levels):
    assessment = assessment_of(version, "work", criteria=criteria, **levels)
    result = make_result(
        version=version,
        criteria=assessment.criteria.all(),
        rule_set=rule_set,
        assessment=assessment,
        at=NOON,
    )
    return shown(result)


def shown(result, **context):
    told = tell(trace_of(result), result.version)
    html = render_to_string("valmentamo_rubric/trace.html", {"told": told, **context})
    return " ".join(strip_tags(html).split())


def test_result_short_of_its_mean_is_explained(version):
    text = page(version, need=2, evidence=3, ethics=2)
    assert "To be completed: The mean is below what is needed." in text
    assert "The weighted mean needs to be at least 2.50." in text
    assert "It is 240 divided by 100, that is 2.40." in text
    assert "Any one of these alone would be enough:" in text
    assert (
        "Need (en): from 2 Level 2 (en) to 3 Level 3 (en), the mean is then 2.80."
    ) in text


def test_passed_result_needs_no_lifts(version):
    text = page(version, need=3, evidence=3, ethics=3)
    assert "Passed: nothing stands in the way." in text
    assert "would be enough" not in text


def test_it_is_said_that_no_single_lift_is_enough(version):
    text = page(version, need=1, evidence=1, ethics=3)
    assert "No single criterion would be enough" in text


def test_nothing_assessable_has_no_mean(version):
    text = page(version, need=NA, evidence=NA, ethics=NA)
    assert "Nothing could be rated, so there is no mean." in text
    assert "Not counted" not in text
    assert " 0.00" not in text


def test_mean_over_some_is_for_information_only(version):
    text = page(version, need=4, evidence=4, ethics=NA)
    assert "this number is for information only" in text
    assert "No level: it could not be assessed. Gate not met." in text


def test_exercise_says_what_was_not_asked(version, criteria):
    text = page(version, "parts", [criteria["evidence"]], evidence=2)
    assert "No mean is asked. For information, it is 2.00." in text
    assert text.count("It was not asked.") == 2


def test_sum_of_points_is_explained(db):
    version = make_version(rules=with_rules(points_to_pass="7.5"))
    text = page(version, "points", need=2, evidence=3, ethics=2)
    assert "The points need to add up to at least 7.50. They add up to 7.00." in text
    assert "the points then add up to 8.00" in text
    assert "Weight" not in text


def test_number_under_the_threshold_never_reads_as_it(db):
    version = make_version(rules=with_rules(pass_mean="2.4001"))
    text = page(version, need=2, evidence=3, ethics=2)
    assert "needs to be at least 2.4001" in text
    assert "that is 2.4000." in text


def test_median_shows_what_was_given_and_not_by_whom(db):
    version = make_version(rules=with_rules(pooling="median"))
    assessments = [
        assessment_of(version, "work", need=need, evidence=3, ethics=3)
        for need in (4, NA, 3)
    ]
    result = make_pooled_result(
        version=version,
        criteria=version.criteria.all(),
        rule_set="whole",
        assessments=assessments,
        at=NOON,
    )
    text = shown(result)
    not_assessable = str(version.not_assessable_label)
    assert (
        f"Median of these ratings: {not_assessable}, 3 Level 3 (en), 4 Level 4 (en)."
    ) in text
    assert not any(str(row.assessor) in text for row in assessments)


@pytest.mark.parametrize("for_staff", [True, False])
def test_distinction_is_for_staff_pages_alone(version, for_staff):
    assessment = assessment_of(version, "work", need=4, evidence=4, ethics=4)
    result = make_result(
        version=version,
        criteria=version.criteria.all(),
        rule_set="whole",
        assessment=assessment,
        at=NOON,
    )
    text = shown(result, show_distinction=for_staff)
    assert ("Distinction needs a pass" in text) is for_staff
    assert ("It is given." in text) is for_staff


def test_headings_and_cells_are_tied_to_the_table(version):
    assessment = assessment_of(version, "work", need=4, evidence=4, ethics=4)
    result = make_result(
        version=version,
        criteria=version.criteria.all(),
        rule_set="whole",
        assessment=assessment,
        at=NOON,
    )
    told = tell(trace_of(result), version)
    html = render_to_string(
        "valmentamo_rubric/trace.html", {"told": told, "heading": 3, "id": "why"}
    )
    assert '<h3 class="h3" id="why-h">' in html
    assert html.count('scope="col"') == 5
    assert html.count('scope="row"') == 3
    assert not re.search(r"<(script|style)| style=", html)


def test_page_takes_the_same_queries_for_any_result(version, django_assert_num_queries):
    assessment = assessment_of(version, "work", need=2, evidence=3, ethics=2)
    result = make_result(
        version=version,
        criteria=version.criteria.all(),
        rule_set="whole",
        assessment=assessment,
        at=NOON,
    )
    traced = trace_of(result)
    with django_assert_num_queries(2):
        told = tell(traced, type(version).objects.get(pk=version.pk))
        assert told.lines[0].criterion.name
    with django_assert_num_queries(1):
        render_to_string("valmentamo_rubric/trace.html", {"told": told})
