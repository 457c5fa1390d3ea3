"""Whoever rates an exercise is asked at least one of its criteria."""

import copy

import pytest

from courses.exceptions import ImportFaults, NotAllowedNow
from courses.models import ExerciseCriterion
from courses.raters import have_nothing_to_rate, rater_of
from courses.services.package import import_course
from courses.services.self_rating import self_rating
from rubric.models import Criterion
from tests.courses.factories import DATA, answer_for, load
from tests.courses.test_cms import (  # noqa: F401
    _no_second_factor,
    author,
    exercise_data,
    staff,
    url,
)
from valmentamo.freezing import lifted


@pytest.mark.parametrize(
    ("rater", "criteria", "nothing"),
    [
        ("coach", ["everyone"], False),
        ("coach", ["author", "assessor"], False),
        ("coach", ["author", "author"], True),
        ("peer", ["author"], True),
        ("self", ["author"], False),
        ("self", ["assessor"], True),
        ("self", ["assessor", "everyone"], False),
    ],
)
def test_criteria_put_to_others_leave_nothing_to_rate(rater, criteria, nothing):
    assert have_nothing_to_rate(rater, criteria) == nothing


@pytest.mark.parametrize(
    ("kind", "rater"),
    [("long_text", "coach"), ("self_assessment", "self"), ("peer_review", "peer")],
)
def test_who_rates_follows_from_the_type(kind, rater):
    assert rater_of(kind) == rater


@pytest.fixture
def divided(cast):
    """As if the rubric had been published so: need is put to the author only, clarity
    to assessors only."""
    with lifted():
        for key, who in (("need", "author"), ("clarity", "assessor")):
            Criterion._base_manager.filter(key=key).update(rated_by=who)
    for exercise in cast.exercises.values():
        exercise.refresh_from_db()
    return cast


def test_a_file_that_leaves_the_coach_nothing_is_refused(divided):
    data = load(DATA / "short_course.yaml")
    first = data["modules"][0]["exercises"][0]
    data["modules"][0]["exercises"].append(
        copy.deepcopy(first) | {"id": "m1e9", "feeds": [], "criteria": ["need"]}
    )
    with pytest.raises(ImportFaults) as refusal:
        import_course(data)
    last = len(data["modules"][0]["exercises"]) - 1
    assert f"modules[0].exercises[{last}].criteria" in dict(refusal.value.faults)


def test_the_cms_refuses_criteria_that_leave_the_coach_nothing(divided, author):  # noqa: F811
    exercise = divided.exercise("m1e1")
    before = list(exercise.exercise_criteria.values_list("criterion__key", flat=True))
    need = divided.course.rubric_version.criteria.get(key="need")
    row = exercise.exercise_criteria.first()
    exercise.exercise_criteria.exclude(pk=row.pk).delete()
    data = exercise_data(exercise, **{"exercise_criteria-0-criterion": need.pk})
    response = author.post(url("exercise", "edit", exercise.pk), data)
    assert response.status_code == 200
    assert "asked none of its criteria" in response.content.decode()
    assert exercise.exercise_criteria.get().criterion.key in before


def test_nobody_rates_themselves_where_nothing_is_put_to_the_author(divided):
    exercise = divided.exercise("m1e1")
    clarity = divided.course.rubric_version.criteria.get(key="clarity")
    exercise.exercise_criteria.all().delete()
    ExerciseCriterion.objects.create(exercise=exercise, criterion=clarity)
    submission = divided.write("m1e1", answer_for(exercise))
    with pytest.raises(NotAllowedNow):
        self_rating(submission=submission, enrolment=divided.aino)
