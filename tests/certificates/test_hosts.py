"""The host that a request names: it is in no address that is printed, stored or mailed."""

import json

import pytest
from django.core import mail

from certificates.enums import Role
from certificates.models import CertificateFile, StatusList
from certificates.services.status_lists import sign_due_lists
from tests.certificates.every_door import DOORS, Listening, listened
from tests.certificates.factories import MembershipFactory
from tests.certificates.partners import door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]
EVIL = "evil.example"
NAMED = {"HTTP_HOST": EVIL, "HTTP_X_FORWARDED_HOST": EVIL, "SERVER_NAME": EVIL}


@pytest.fixture
def careless(settings):
    """A server that lets every host through, as `ALLOWED_HOSTS` should not."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.USE_X_FORWARDED_HOST = True


@pytest.fixture
def doors(careless):
    return listened("valid", **NAMED)


def test_no_door_repeats_the_host_of_the_request(doors):
    doors.answers()
    for name in ("did", "jwks", "check", "check_short"):
        doors.anyone.get(door(name))
    echoed = [
        path
        for path, headers, data in doors.heard()
        if EVIL in headers or EVIL.encode() in data
    ]
    assert len(doors.heard()) >= len(DOORS)
    assert echoed == []


def test_what_is_signed_and_stored_names_the_host_of_the_settings(doors):
    doors.answers()
    sign_due_lists()
    stored = [*StatusList.objects.values_list("document", "token")]
    stored += CertificateFile.objects.values_list("credential")
    assert EVIL not in json.dumps(stored, default=str)
    assert "valmentamo.example" in json.dumps(stored, default=str)


def test_invitation_leads_to_the_host_of_the_settings(
    careless, django_capture_on_commit_callbacks
):
    manager = MembershipFactory(role=Role.MANAGER)
    client = Listening(**NAMED)
    client.force_login(manager.user)
    address = door("partner_members", manager.partner.slug)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"email": "uusi@example.org", "role": Role.values[0]})
    [letter] = mail.outbox
    assert "https://valmentamo.example/" in letter.body
    assert EVIL not in letter.body


@pytest.mark.parametrize("name", ["check", "did", "jwks", "api_list"])
def test_host_that_is_not_ours_is_refused(client, settings, name):
    settings.ALLOWED_HOSTS = ["valmentamo.example"]
    assert client.get(door(name), HTTP_HOST=EVIL).status_code == 400
