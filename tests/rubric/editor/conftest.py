"""Who comes to the editor, and a draft to edit. Its tests need Wagtail."""

import pytest

pytest.importorskip("wagtail.admin")

from django.contrib.auth.models import Permission

from tests.rubric.editor.sheet import RIGHTS
from tests.rubric.factories import PersonFactory, make_draft


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def enter(client, db):
    def go(role):
        from wagtail.users.models import UserProfile

        user = PersonFactory()
        names = ["access_admin", *RIGHTS[role]]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        UserProfile.objects.create(user=user, preferred_language="en")
        client.force_login(user)
        return client

    return go


@pytest.fixture
def author(enter):
    return enter("author")


@pytest.fixture
def version(db):
    return make_draft()
