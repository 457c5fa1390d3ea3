"""Every address that the site answers to is one that somebody has thought of.

Our own have a row each in tests/courses/test_doors.py; here are the packages' ones. A new
package, or a new version with a new door, fails until the door is looked at and listed.
"""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver

OURS = {
    "valmentamo_courses",
    "valmentamo_certificates",
    "valmentamo_rubric",
    "accounts",
    "home",
}
#: Doors that take a password, a code or a key: who is logged in is sent on from most.
ENTRANCES = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_email_verification_sent",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
#: For the person alone.
OWN = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
#: Guarded by courses.views.gate, or closed because nothing is shared by a password.
WAGTAIL = {
    "wagtail_serve",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_authenticate_with_password",
    "wagtailcore_login",
    "",  # the redirect that stands before wagtailcore_login
}
#: Parts of the CMS that tell nothing: icons and words of the interface, its way out.
OPEN_IN_CMS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
LOGIN = ("/accounts/login/", "/accounts/password/reset/", "/admin/login/?next=")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": str(uuid4())}


def routes(resolver=None, place="", namespaces=()):
    for entry in (resolver or get_resolver()).url_patterns:
        where = place + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield namespaces, entry.name or "", where
        else:
            more = (entry.namespace,) if entry.namespace else ()
            yield from routes(entry, where, namespaces + more)


def sample(place: str) -> str:
    """An address that the pattern takes."""
    place = re.sub(r"\(\?P<\w+>[^)]*\\d\+\)", "1", place)
    place = re.sub(
        r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), place
    )
    marks = (
        (r"(\d+)", "1"),
        ("^.*", "no-such-page"),
        (r"\.", "."),
        ("^", ""),
        ("$", ""),
    )
    for pattern, text in marks:
        place = place.replace(pattern, text)
    return "/" + place


def test_every_address_of_a_package_is_known():
    found = {
        name
        for namespaces, name, place in routes()
        if not place.startswith("admin/") and not set(namespaces) & OURS
    }
    assert found == ENTRANCES | OWN | WAGTAIL


CMS = sorted(
    {
        sample(place)
        for _namespaces, name, place in routes()
        if place.startswith("admin/") and name not in OPEN_IN_CMS
    }
)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["nobody", "learner"])
def test_the_cms_has_no_door_for_others(client, db, person, who, method):
    if who == "learner":
        client.force_login(person)
    open_doors = []
    for url in CMS:
        response = getattr(client, method)(url)
        to_login = response.status_code in {301, 302} and (
            response.url.startswith(LOGIN) or response.url in {"/", "/accounts/2fa/"}
        )
        if not to_login and response.status_code not in {403, 404, 405}:
            open_doors.append(
                (url, response.status_code, response.headers.get("Location"))
            )
    assert len(CMS) > 250
    assert open_doors == []


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_is_a_persons_own_asks_to_log_in(client, db, name):
    place = next(where for _spaces, found, where in routes() if found == name)
    response = client.get(sample(place))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
