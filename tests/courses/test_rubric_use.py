"""What the courses tell the rubric before a new version is published."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enums import SubmissionState
from courses.models import Course, Submission
from courses.rubric_use import usages
from rubric.impact import UsageKind, ask
from rubric.services.publishing import start_draft
from tests.rubric.factories import make_version

pytestmark = pytest.mark.django_db


def by_kind(found, kind):
    return [usage for usage in found if usage.kind == kind]


@pytest.fixture
def draft(cast):
    return start_draft(rubric=cast.course.rubric_version.rubric)


def test_exercises_tell_the_criteria_that_they_use(cast, draft):
    found = by_kind(usages(None, version=draft), UsageKind.EXERCISE)
    asked = {
        (exercise.pk, row.criterion.uuid)
        for exercise in cast.course.exercises.all()
        for row in exercise.exercise_criteria.all()
    }
    assert asked
    assert len(found) == len(asked)
    assert {usage.criterion_uuid for usage in found} == {uuid for _pk, uuid in asked}
    assert all(usage.url for usage in found)


def test_open_answers_and_answers_that_wait_are_counted(cast, draft):
    course = cast.course
    before = by_kind(usages(None, version=draft), UsageKind.DRAFT)
    cast.open(next(iter(cast.exercises)))
    (drafts,) = by_kind(usages(None, version=draft), UsageKind.DRAFT)
    assert drafts.count == sum(u.count for u in before) + 1
    Submission.objects.filter(exercise__course=course).update(
        state=SubmissionState.SUBMITTED
    )
    waiting = by_kind(usages(None, version=draft), UsageKind.REVIEW)
    assert sum(usage.count for usage in waiting) == Submission.objects.count()
    assert not by_kind(usages(None, version=draft), UsageKind.DRAFT)


def test_rubric_of_no_course_has_no_usage(cast):
    other = start_draft(rubric=make_version().rubric)
    assert usages(None, version=other) == []


def count_queries(draft):
    usages(None, version=draft)
    with CaptureQueriesContext(connection) as queries:
        usages(None, version=draft)
    return len(queries)


def test_number_of_queries_does_not_grow_with_the_courses(cast, draft):
    few = count_queries(draft)
    for number in range(3):
        course = Course.objects.get(pk=cast.course.pk)
        course.pk, course.slug, course.uuid = None, f"copy-{number}", uuid4()
        course.save()
    assert count_queries(draft) == few <= 9


def test_courses_are_asked_by_the_signal(cast, draft):
    impact = ask(draft)
    assert impact.of_kind(UsageKind.EXERCISE)
    assert impact.silent == ()
