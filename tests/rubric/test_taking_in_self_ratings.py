"""A self-rating made earlier becomes the draft of an assessment."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from rubric.enums import AssessmentKind, AssessmentState
from rubric.exceptions import FaultySelfRating, NotTheAssessor
from rubric.interchange.self_rating import OwnRating, SelfRating, as_json
from rubric.models import Assessment
from rubric.services.assessing import start_assessment
from rubric.services.publishing import publish_version, start_draft
from rubric.services.self_ratings import fill_in, take_in
from tests.rubric.factories import NOON, give, make_version, texts


@pytest.fixture
def rating(version):
    return SelfRating(
        rubric=version.rubric.slug,
        version=version.uuid,
        label=version.label,
        content_hash=version.content_hash,
        language="fi",
        made_at=timezone.now(),
        ratings=tuple(
            OwnRating(c.uuid, c.key, i + 1, f"note {c.key}")
            for i, c in enumerate(version.criteria.all())
        ),
    )


@pytest.fixture
def take(coach):
    def call(rating, **more):
        return take_in(data=as_json(rating), assessor=coach, by=coach, at=NOON, **more)

    return call


def levels(assessment):
    ratings = assessment.ratings.select_related("criterion", "level")
    return {r.criterion.key: r.level.value for r in ratings}


def notes(assessment):
    rows = assessment.asked.prefetch_related("comments").select_related("criterion")
    return {
        row.criterion.key: [(c.text, c.language) for c in row.comments.all()]
        for row in rows
    }


def test_it_becomes_a_draft_of_the_assessor(take, rating, coach):
    assessment = take(rating, subject="work-1")
    assert assessment.state == AssessmentState.DRAFT
    assert assessment.kind == AssessmentKind.SELF
    assert assessment.assessor == coach
    assert assessment.subject == "work-1"
    assert levels(assessment) == {"need": 1, "evidence": 2, "ethics": 3}
    assert notes(assessment)["need"] == [("note need", "fi")]


def test_only_the_criteria_asked_are_taken(take, rating, version):
    asked = version.criteria.filter(key__in=["need", "ethics"])
    assert levels(take(rating, criteria=asked)) == {"need": 1, "ethics": 3}


def test_in_a_newer_wording_the_level_is_left_to_be_chosen_anew(take, rating, version):
    draft = start_draft(rubric=version.rubric, label="2.0", at=NOON)
    for level in draft.criteria.get(key="need").levels.all():
        level.descriptor = texts("reworded")
        level.save()
    newer = publish_version(version=draft, at=NOON)
    assessment = take(rating, version=newer)
    assert assessment.version == newer
    assert levels(assessment) == {"evidence": 2, "ethics": 3}
    assert notes(assessment)["need"] == [("note need", "fi")]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"version": uuid4()}, "rubric.version"),
        ({"rubric": "another"}, "rubric.version"),
        ({"content_hash": "0" * 64}, "rubric.content_hash"),
        ({"ratings": (OwnRating(uuid4(), "x", 1),)}, "ratings[0].criterion"),
    ],
)
def test_what_is_not_known_here_is_refused(take, rating, change, named):
    with pytest.raises(FaultySelfRating) as refusal:
        take(replace(rating, **change))
    assert [fault.path for fault in refusal.value.faults] == [named]
    assert not Assessment.objects.exists()


def test_a_level_that_the_scale_lacks_is_refused(take, rating):
    first, *others = rating.ratings
    wrong = replace(rating, ratings=(replace(first, level=5), *others))
    with pytest.raises(FaultySelfRating, match="no such level"):
        take(wrong)


def test_another_rubric_is_refused(take, rating):
    with pytest.raises(FaultySelfRating, match="another rubric"):
        take(rating, version=make_version())


def test_nothing_that_is_asked_is_refused(take, rating, version):
    need = version.criteria.filter(key="need")
    others = tuple(r for r in rating.ratings if r.key != "need")
    with pytest.raises(FaultySelfRating, match="none of the criteria"):
        take(replace(rating, ratings=others), criteria=need)


def test_a_draft_that_is_there_is_filled(rating, version, coach):
    draft = start_assessment(
        version=version, criteria=version.criteria.all(), kind="self", assessor=coach
    )
    give(draft, need=4)
    fill_in(assessment=draft, data=as_json(rating), by=coach)
    assert levels(draft) == {"need": 1, "evidence": 2, "ethics": 3}


def test_a_draft_of_another_person_is_not_filled(rating, version, coach, other):
    draft = start_assessment(
        version=version, criteria=version.criteria.all(), kind="self", assessor=coach
    )
    with pytest.raises(NotTheAssessor):
        fill_in(assessment=draft, data=as_json(rating), by=other)
    assert levels(draft) == {}
