"""Wagtail's own doors are shut: one way in, past the second factor."""

import pytest
from django.contrib.auth import get_user_model

from .conftest import PASSWORD

DOORS = [
    ("/admin/login/", "/accounts/login/"),
    ("/admin/password_reset/", "/accounts/password/reset/"),
    ("/_util/login/", "/accounts/login/"),
    ("/sv/_util/login/", "/sv/accounts/login/"),
    ("/en/_util/login/", "/en/accounts/login/"),
]
CLOSED = [
    "/django-admin/login/",
    "/django-admin/",
    "/admin/password_reset/confirm/MQ/set-password/",
]


@pytest.fixture
def boss(make_person):
    make_person("boss@example.org", is_superuser=True, is_staff=True)
    return get_user_model().objects.get(email="boss@example.org")


@pytest.mark.parametrize(("door", "target"), DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_door_of_wagtail_leads_to_our_own(client, boss, door, target, method):
    data = {"username": boss.email, "email": boss.email, "password": PASSWORD}
    response = getattr(client, method)(door, data)
    assert response.status_code in {301, 302}
    assert response.url.split("?")[0] == target
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_door_takes_a_password(client, boss, door, method):
    data = {
        "username": boss.email,
        "password": PASSWORD,
        "new_password1": "x" * 20,
        "new_password2": "x" * 20,
    }
    response = getattr(client, method)(door, data)
    assert "_auth_user_id" not in client.session
    assert response.status_code in {302, 404, 405}
    assert get_user_model().objects.get(pk=boss.pk).check_password(PASSWORD)


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, boss):
    client.force_login(boss)
    assert client.get("/admin/").url == "/accounts/2fa/"


def test_staff_with_a_second_factor_enter(client, boss):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(
        user=boss, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    client.force_login(boss)
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_does_not_log_in_who_has_a_second_factor(client, boss):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(
        user=boss, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    data = {"login": boss.email, "password": PASSWORD}
    response = client.post("/accounts/login/", data)
    assert response.url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("mount", ["/x", "/admin", "/sv"])
def test_the_second_factor_is_asked_wherever_the_site_is_mounted(client, boss, mount):
    """Some servers take the mount point from a header of the request."""
    client.force_login(boss)
    response = client.get("/admin/", SCRIPT_NAME=mount)
    assert response.status_code == 302
    assert response.url.endswith("/accounts/2fa/")


@pytest.mark.parametrize(
    "path", ["//admin/", "/./admin/", "/%61dmin/", "/admin", "/sv/admin/", "/ADMIN/"]
)
def test_no_other_spelling_of_the_address_opens_the_cms(client, boss, path):
    client.force_login(boss)
    response = client.get(path, follow=True)
    assert "wagtailadmin" not in response.content.decode()
