"""A course without learners may take another version of its rubric, exercises and all."""

from dataclasses import replace

import pytest
from django.urls import reverse

from courses.models import Course, ExerciseCriterion
from courses.services.package import import_course
from rubric.models import RubricVersion
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import publish_version, start_draft
from tests.courses.factories import DATA, UserFactory, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(short_course, db):
    return Course.objects.get()


def next_version(course, *, without=()):
    rubric = course.rubric_version.rubric
    draft = start_draft(rubric=rubric, label="1.1")
    fresh = RubricVersion.objects.with_structure().get(pk=draft.pk)
    content = content_of(fresh)
    criteria = [c for c in content.criteria if c.key not in without]
    lacking = 100 - sum(c.weight for c in criteria)
    criteria[0] = replace(criteria[0], weight=criteria[0].weight + lacking)
    save_draft(
        version=fresh,
        content=replace(content, criteria=tuple(criteria)),
        revision=fresh.revision,
        by=None,
    )
    return publish_version(version=fresh)


def versions_asked(course):
    rows = ExerciseCriterion.objects.filter(exercise__course=course)
    return set(rows.values_list("criterion__version", flat=True))


@pytest.fixture
def admin(client, settings):
    settings.CMS_REQUIRES_MFA = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def posted(course, version):
    return {
        "rubric_version": version.pk,
        "description_template": course.description_template_id,
        "hours": course.hours,
        "team_max": course.team_max,
        "peer_reviews_required": course.peer_reviews_required,
        "coach_answer_days": course.coach_answer_days,
        "feedback_rounds": course.feedback_rounds,
    }


def test_a_file_with_the_next_version_moves_the_exercises_too(course):
    version = next_version(course)
    data = load(DATA / "short_course.yaml")
    data["rubric"]["version"] = version.label
    import_course(data)
    assert versions_asked(course) == {version.pk}


def test_the_cms_moves_the_exercises_too(course, admin):
    version = next_version(course)
    address = reverse("valmentamo_courses_course:edit", args=[course.pk])
    assert admin.post(address, posted(course, version)).status_code == 302
    course.refresh_from_db()
    assert course.rubric_version == version
    assert versions_asked(course) == {version.pk}


def test_a_version_that_lacks_an_asked_criterion_is_refused_by_name(course, admin):
    before = course.rubric_version_id
    version = next_version(course, without=["need"])
    address = reverse("valmentamo_courses_course:edit", args=[course.pk])
    response = admin.post(address, posted(course, version))
    assert "rubric_version" in response.context["form"].errors
    course.refresh_from_db()
    assert course.rubric_version_id == before
    assert versions_asked(course) == {before}
