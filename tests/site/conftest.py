"""The site's own pages and people with a verified address."""

import pytest
from django.core import mail

PASSWORD = "correct horse battery"


@pytest.fixture
def tree(db):
    from home.services.site_tree import create_site_tree

    return create_site_tree()


@pytest.fixture
def make_person(db):
    """A person who can log in; `groups` are names."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    def make(email="aino@example.org", *, groups=(), **extra):
        names = {"first_name": "Aino", "last_name": "Rautio"}
        user = get_user_model().objects.create_user(email, PASSWORD, **(names | extra))
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        user.groups.set(Group.objects.filter(name__in=groups))
        return user

    return make


@pytest.fixture
def person(make_person):
    return make_person()


@pytest.fixture
def last_code():
    """The code in the newest mail: a paragraph of its own."""

    def read():
        parts = mail.outbox[-1].body.split("\n\n")
        return next(p.strip() for p in parts if p.strip().replace("-", "").isalnum())

    return read


@pytest.fixture(scope="module")
def short_course(django_db_setup, django_db_blocker):
    """The short course in the database while the tests of this module run."""
    from tests.courses.staging import staged

    with django_db_blocker.unblock(), staged(), django_db_blocker.block():
        yield


@pytest.fixture
def cast(short_course, db):
    """A coach, a team of two and a team of one."""
    from tests.courses.factories import make_cast

    return make_cast()
