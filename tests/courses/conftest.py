"""A cohort that every test of the course can use."""

from collections.abc import Iterator

import pytest

from tests.courses.factories import Cast, make_cast
from tests.courses.staging import staged


@pytest.fixture(scope="module")
def short_course(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), staged(), django_db_blocker.block():
        yield


@pytest.fixture
def cast(short_course, db) -> Cast:
    """The short course with a coach, a team of two and a team of one."""
    return make_cast()
