"""Whoever looks after people in the CMS gets no further than that by it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from .conftest import PASSWORD

CENTRE = "Centre administrators"
TAKEN = "a password of the attacker"


@pytest.fixture
def centre(client, settings, make_person, tree):
    settings.CMS_REQUIRES_MFA = False
    client.force_login(make_person("centre@example.org", groups=[CENTRE]))
    return client


@pytest.fixture
def boss(make_person):
    return make_person("boss@example.org", is_superuser=True)


def details(person, **more):
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "is_active": "on",
    } | more


def test_nobody_makes_an_administrator_who_is_not_one(centre):
    data = {
        "email": "uusi@example.org",
        "first_name": "Uusi",
        "last_name": "Ihminen",
        "is_superuser": "on",
        "is_staff": "on",
        "password1": TAKEN,
        "password2": TAKEN,
    }
    assert centre.post("/admin/users/new/", data).status_code == 302
    made = get_user_model().objects.get(email="uusi@example.org")
    assert not made.is_superuser
    assert not made.is_staff
    assert not made.check_password(TAKEN)


def test_nobody_raises_another_to_an_administrator(centre, person):
    data = details(person, is_superuser="on", last_name="Uusi")
    assert centre.post(f"/admin/users/edit/{person.pk}/", data).status_code == 302
    person.refresh_from_db()
    assert person.last_name == "Uusi"
    assert not person.is_superuser


def test_nobody_takes_over_the_account_of_another(centre, person):
    data = details(
        person, password1=TAKEN, password2=TAKEN, email="attacker@example.org"
    )
    centre.post(f"/admin/users/edit/{person.pk}/", data)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.email == "aino@example.org"


def test_an_administrator_is_out_of_reach(centre, boss):
    url = f"/admin/users/edit/{boss.pk}/"
    for response in (
        centre.get(url),
        centre.post(url, details(boss, email="attacker@example.org")),
    ):
        assert response.status_code == 302
        assert response.url == "/admin/"
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"


@pytest.mark.parametrize("action", ["set_active_state", "assign_role"])
def test_an_administrator_is_out_of_reach_of_bulk_actions(centre, boss, action):
    role = Group.objects.get(name=CENTRE)
    url = f"/admin/bulk/accounts/user/{action}/?id={boss.pk}"
    centre.post(url, {"mark_as_active": "", "role": role.pk})
    boss.refresh_from_db()
    assert boss.is_active
    assert not boss.groups.exists()


def test_an_administrator_makes_another(client, settings, boss, person, tree):
    settings.CMS_REQUIRES_MFA = False
    client.force_login(boss)
    data = details(person, is_superuser="on")
    assert client.post(f"/admin/users/edit/{person.pk}/", data).status_code == 302
    person.refresh_from_db()
    assert person.is_superuser
