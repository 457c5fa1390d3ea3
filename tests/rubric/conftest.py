"""A published rubric, people, and a draft assessment."""

import pytest
from django.utils import translation

from rubric.services.assessing import start_assessment
from tests.rubric.factories import NOON, PersonFactory, make_version
from tests.rubric.frozen_world import as_stored, make_world


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


@pytest.fixture
def world(db):
    """A row of every model that freezes."""
    return make_world()


@pytest.fixture
def untouched(world):
    """Whatever the test tries, the rows stay."""
    before = as_stored()
    yield world
    assert as_stored() == before
