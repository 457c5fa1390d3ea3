"""Whose work is assessed, how often, and by whom it may be."""

import pytest

from rubric.exceptions import (
    AlreadyAssessed,
    CriterionNotAsked,
)
from rubric.models import Assessment
from rubric.services.assessing import (
    start_assessment,
    submit_assessment,
)
from rubric.services.correcting import start_correction
from tests.rubric.factories import (
    assessment_of,
    criterion_content,
    draft_of,
    make_version,
)


def begin(version, assessor, criteria=None, kind="coach"):
    return start_assessment(
        version=version,
        criteria=version.criteria.all() if criteria is None else criteria,
        kind=kind,
        assessor=assessor,
    )


def test_work_is_named_and_found_by_its_name(version, coach):
    named = start_assessment(
        version=version,
        criteria=version.criteria.all(),
        kind="coach",
        assessor=coach,
        subject="work",
    )
    begin(version, coach)
    assert list(Assessment.objects.for_subject("work")) == [named]


def test_same_person_assesses_a_work_once_in_a_kind(version, coach):
    draft_of(version, "work", assessor=coach)
    with pytest.raises(AlreadyAssessed):
        draft_of(version, "work", assessor=coach)
    draft_of(version, "work", assessor=coach, kind="peer")
    draft_of(version, "another", assessor=coach)


def test_another_person_may_assess_the_same_work(version, coach, other):
    draft_of(version, "work", assessor=coach)
    assert draft_of(version, "work", assessor=other).is_draft


def test_sample_may_be_practised_on_again_when_the_first_time_is_over(version, coach):
    told = {"assessor": coach, "kind": "calibration"}
    assessment_of(version, "sample", **told)
    draft_of(version, "sample", **told)
    with pytest.raises(AlreadyAssessed):
        draft_of(version, "sample", **told)


def test_correction_is_of_the_same_work(version, coach):
    first = assessment_of(version, "work", assessor=coach, need=2)
    assert start_correction(assessment=first, by=coach).subject == "work"


def test_draft_of_a_living_text_gets_its_lasting_name_when_it_is_sent(version, coach):
    draft = draft_of(version, "living text", assessor=coach, need=2)
    submit_assessment(assessment=draft, by=coach, require_all=False, subject="round 1")
    assert draft.subject == "round 1"
    assert draft_of(version, "living text", assessor=coach).is_draft


def test_lasting_name_is_taken_once(version, coach):
    assessment_of(version, "round 1", assessor=coach, need=2)
    draft = draft_of(version, "living text", assessor=coach, need=2)
    with pytest.raises(AlreadyAssessed):
        submit_assessment(
            assessment=draft, by=coach, require_all=False, subject="round 1"
        )
    draft.refresh_from_db()
    assert (draft.is_draft, draft.subject) == (True, "living text")


WHO_RATES = (
    criterion_content("both", 1, 40),
    criterion_content("author", 2, 40, rated_by="author"),
    criterion_content("assessor", 3, 20, rated_by="assessor"),
)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("self", ["both", "author"]),
        ("peer", ["both", "assessor"]),
        ("coach", ["both", "assessor"]),
        ("calibration", ["both", "assessor"]),
    ],
)
def test_criteria_are_asked_of_those_they_are_for(coach, kind, asked):
    version = make_version(criteria=WHO_RATES)
    assessment = begin(version, coach, kind=kind)
    assert [row.criterion.key for row in assessment.asked.all()] == asked
    assert [c.key for c in version.criteria.all() if c.is_asked_of(kind)] == asked


def test_assessment_needs_a_criterion_that_is_for_its_kind(coach):
    version = make_version(criteria=WHO_RATES)
    with pytest.raises(CriterionNotAsked):
        begin(version, coach, version.criteria.filter(key="author"))
