"""The demo bar changes people on a developer's machine and nowhere else."""

import pytest
from django.core.checks import run_checks

from home.demo import people
from home.demo_people import LABELS, names_of

URL = "/demo/switch/"
LEARNER = {"email": "learner@valmentamo.example"}


@pytest.fixture
def demo(settings, make_person):
    settings.DEMO = settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]
    return make_person(LEARNER["email"])


def test_the_bar_switches_the_person(client, demo):
    response = client.post(URL, LEARNER, HTTP_HOST="localhost:8000")
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(demo.pk)


def test_the_bar_is_shown_in_the_demo(client, demo):
    page = client.get("/search/", HTTP_HOST="localhost:8000").content.decode()
    assert "demo-bar" in page


@pytest.mark.parametrize("email", LABELS)
def test_the_printed_list_names_people_as_the_bar_does(
    client, demo, make_person, email
):
    if email != LEARNER["email"]:
        make_person(email)
    page = client.get("/search/", HTTP_HOST="localhost:8000").content.decode()
    button = page.partition(f'value="{email}"')[2].partition("</button>")[0]
    assert names_of(email).endswith(f"({button.partition('>')[2]})")


def test_every_name_of_the_bar_is_a_person_of_the_demo():
    mains = (people.LEARNER, people.COACH, people.PARTNER, people.AUTHOR, people.CENTRE)
    assert list(LABELS) == [person.email for person in mains]


def test_only_people_of_the_demo_can_be_played(client, demo, make_person):
    make_person("boss@example.org", is_superuser=True)
    response = client.post(
        URL, {"email": "boss@example.org"}, HTTP_HOST="localhost:8000"
    )
    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_cannot_switch(client, demo, method):
    response = getattr(client, method)(URL, LEARNER, HTTP_HOST="localhost:8000")
    assert response.status_code == 405


@pytest.mark.parametrize(
    ("changed", "request_"),
    [
        ({"DEMO": False}, {}),
        ({"DEBUG": False}, {}),
        ({}, {"HTTP_HOST": "valmentamo.example"}),
        ({}, {"HTTP_HOST": "localhost.evil.example"}),
        ({}, {"REMOTE_ADDR": "192.0.2.7"}),
        ({}, {"REMOTE_ADDR": ""}),
    ],
)
def test_elsewhere_the_switch_is_not_there(client, demo, settings, changed, request_):
    for name, value in changed.items():
        setattr(settings, name, value)
    extra = {"HTTP_HOST": "localhost:8000"} | request_
    response = client.post(URL, LEARNER, **extra)
    assert response.status_code == 404
    assert "_auth_user_id" not in client.session
    assert b"demo-bar" not in client.get("/search/", **extra).content


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"DEMO": True}, ["valmentamo.E010"]),
        ({"CMS_REQUIRES_MFA": False}, ["valmentamo.E011"]),
        (
            {
                "DEMO": True,
                "CMS_REQUIRES_MFA": False,
                "DEBUG": True,
                "ALLOWED_HOSTS": ["localhost", "valmentamo.example"],
            },
            ["valmentamo.E010", "valmentamo.E011"],
        ),
        (
            {
                "DEMO": True,
                "CMS_REQUIRES_MFA": False,
                "DEBUG": True,
                "ALLOWED_HOSTS": ["localhost", "127.0.0.1"],
            },
            [],
        ),
        ({}, []),
    ],
)
def test_the_check_refuses_open_doors_outside_loopback(settings, values, ids):
    for name, value in values.items():
        setattr(settings, name, value)
    found = [m.id for m in run_checks(tags=["security"])]
    assert [i for i in found if i.startswith("valmentamo.E01")] == ids
