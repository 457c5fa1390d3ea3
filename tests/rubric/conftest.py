"""A published rubric, people, and a draft assessment."""

import pytest
from django.utils import translation

from rubric.services.assessing import start_assessment
from tests.rubric.factories import NOON, PersonFactory, make_version


@pytest.fixture(autouse=True)
def _in_english():
    """Messages are compared with the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def coach(db):
    return PersonFactory()


@pytest.fixture
def other(db):
    return PersonFactory()


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def criteria(version):
    return {criterion.key: criterion for criterion in version.criteria.all()}


@pytest.fixture
def draft(version, coach):
    return start_assessment(
        version=version,
        criteria=version.criteria.all(),
        kind="coach",
        assessor=coach,
        at=NOON,
    )
