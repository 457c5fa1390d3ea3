"""What staff do for partners in Wagtail; skipped where Wagtail is not installed."""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import Basis
from certificates.models import ApiToken
from tests.certificates.factories import (
    MembershipFactory,
    TemplateVersionFactory,
    UserFactory,
    ready,
)
from tests.certificates.partners import PartnerCast, bearer, door

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("drawn"),
    pytest.mark.skipif(
        not apps.is_installed("wagtail.admin"), reason="this project has no Wagtail"
    ),
]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def cast():
    return PartnerCast()


@pytest.fixture
def staff(client):
    from wagtail.users.models import UserProfile

    person = UserFactory(is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def address(name, *args):
    return reverse(f"valmentamo_certificates_{name}", args=args)


def made(staff, cast):
    given = {"partner": cast.partner.pk, "name": "HR", "scopes": ["list"], "lasts": 90}
    return staff.post(address("token:add"), given)


def test_token_is_shown_once_and_opens_its_scope(staff, cast):
    assert staff.get(address("token:add")).status_code == 200
    page = made(staff, cast)
    text = re.search(r"vmp_[\w-]{43}", page.content.decode()).group()
    assert "no-store" in page["Cache-Control"]
    assert text not in staff.get(address("token:index")).content.decode()
    inspected = staff.get(address("token:inspect", ApiToken.objects.get().pk))
    assert text not in inspected.content.decode()
    assert staff.get(door("api_list"), headers=bearer(text)).status_code == 200
    assert staff.get(door("api_changes"), headers=bearer(text)).status_code == 404


def test_revoked_token_opens_nothing(staff, cast):
    text = re.search(r"vmp_[\w-]{43}", made(staff, cast).content.decode()).group()
    verb = address("cms:revoke_token", ApiToken.objects.get().pk)
    assert verb in staff.get(address("token:index")).content.decode()
    staff.post(verb)
    assert staff.get(door("api_list"), headers=bearer(text)).status_code == 401


def test_token_is_neither_changed_nor_deleted(staff, cast):
    made(staff, cast)
    pk = ApiToken.objects.get().pk
    for verb in ("edit", "delete"):
        assert staff.get(address(f"token:{verb}", pk)).status_code == 302


def test_grants_are_read_and_not_written(staff, cast):
    grant = cast.row.grants.get()
    assert cast.partner.name in staff.get(address("grant:index")).content.decode()
    page = staff.get(address("grant:inspect", grant.pk)).content.decode()
    assert grant.purpose in page
    for verb, args in (("add", []), ("edit", [grant.pk]), ("delete", [grant.pk])):
        assert staff.get(address(f"grant:{verb}", *args)).status_code == 302


@pytest.mark.parametrize("name", ["token:index", "token:add", "grant:index"])
def test_screens_are_closed_to_those_without_the_right(client, cast, name):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(address(name)).status_code == 302
    verb = address("cms:revoke_token", 1)
    assert client.post(verb).status_code == 302


@pytest.mark.parametrize("name", ["membership", "grant", "token", "version"])
def test_a_longer_list_costs_no_more_questions(staff, cast, name):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert staff.get(address(f"{name}:index")).status_code == 200
        return len(asked)

    cast.token()
    cost()
    few = cost()
    for _more in range(8):
        MembershipFactory(partner=cast.partner)
        cast.shared()
        cast.token()
        TemplateVersionFactory()
    assert cost() == few


def by_task(cast):
    terms = cast.terms(basis=Basis.PUBLIC_TASK)
    return ready(recipient=cast.holder, grants=[terms]).grants.get()


def test_staff_end_the_sharing_by_a_task_when_the_holder_has_objected(staff, cast):
    grant = by_task(cast)
    verb = address("cms:end_share", grant.pk)
    assert verb in staff.get(address("grant:inspect", grant.pk)).text
    assert staff.get(verb).status_code == 200
    staff.post(verb)
    grant.refresh_from_db()
    assert grant.withdrawn_at is not None
    assert verb not in staff.get(address("grant:inspect", grant.pk)).text
    assert "has ended already" in staff.post(verb).text


def test_consent_is_not_ended_by_staff(staff, cast):
    grant = cast.row.grants.get()
    verb = address("cms:end_share", grant.pk)
    assert verb not in staff.get(address("grant:inspect", grant.pk)).text
    assert staff.post(verb).status_code == 404
    grant.refresh_from_db()
    assert grant.withdrawn_at is None


def test_ending_the_sharing_needs_the_right(client, cast):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    grant = by_task(cast)
    client.post(address("cms:end_share", grant.pk))
    grant.refresh_from_db()
    assert grant.withdrawn_at is None
