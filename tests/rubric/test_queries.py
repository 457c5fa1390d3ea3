"""The same number of queries for a small rubric and for a large one."""

import pytest

from rubric.models import Assessment, Result, RubricVersion
from rubric.presenting import labels_of
from rubric.services.importing import DEFAULT_RUBRIC, import_rubric
from rubric.services.results import make_result
from tests.rubric.factories import make_assessment, make_version
from valmentamo.yamlfiles import load_yaml


@pytest.fixture(params=["small", "large"])
def any_version(request, db):
    if request.param == "small":
        return make_version()
    return import_rubric(data=load_yaml(DEFAULT_RUBRIC))


@pytest.fixture
def rated(any_version):
    levels = {criterion.key: 3 for criterion in any_version.criteria.all()}
    return make_assessment(any_version, **levels)


def test_version_with_its_structure(any_version, django_assert_num_queries):
    with django_assert_num_queries(4):
        version = RubricVersion.objects.with_structure().get(pk=any_version.pk)
        assert str(version.rubric)
        assert list(version.scale.all())
        for criterion in version.criteria.all():
            assert criterion.version.title
            assert len(criterion.levels.all()) == 4


def test_assessment_with_its_ratings(rated, django_assert_num_queries):
    with django_assert_num_queries(15):
        assessment = Assessment.objects.with_ratings().get(pk=rated.pk)
        for row in assessment.asked.all():
            assert row.criterion.levels.all()
            assert labels_of(row.criterion.version)
            assert not row.comments.all()
        for rating in assessment.ratings.all():
            assert rating.level.value == 3
            assert labels_of(rating.criterion.version)
            assert not rating.comments.all()


def test_result_with_its_lines(rated, django_assert_num_queries):
    result = make_result(
        version=rated.version,
        criteria=rated.version.criteria.all(),
        rule_set="whole",
        assessment=rated,
    )
    with django_assert_num_queries(9):
        found = Result.objects.with_lines().get(pk=result.pk)
        for line in found.lines.all():
            assert labels_of(line.criterion.version)
            assert line.rating.level.value == 3
            assert not line.rating.comments.all()
