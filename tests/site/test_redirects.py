"""No form of the site may send a person to another host."""

import pytest

from .conftest import PASSWORD

EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "https:/\\evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    " //evil.example/",
    "\t//evil.example/",
    "/\t/evil.example/",
    "ftp://testserver/",
]


def is_ours(url):
    return url.startswith("/") and not url.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("target", EVIL)
def test_log_in_never_leaves_the_host(client, person, target):
    data = {"login": person.email, "password": PASSWORD, "next": target}
    response = client.post("/accounts/login/", data)
    assert "_auth_user_id" in client.session
    assert is_ours(response.url)


@pytest.mark.parametrize("target", EVIL)
def test_the_colour_switch_never_leaves_the_host(client, db, target):
    response = client.post("/theme/", {"theme": "dark", "next": target})
    assert is_ours(response.url)


@pytest.mark.parametrize("target", EVIL)
def test_log_out_never_leaves_the_host(client, person, target):
    client.force_login(person)
    assert is_ours(client.post("/accounts/logout/", {"next": target}).url)


def test_log_in_goes_on_to_the_page_that_asked_for_it(client, person):
    data = {"login": person.email, "password": PASSWORD, "next": "/sv/search/?q=a"}
    assert client.post("/accounts/login/", data).url == "/sv/search/?q=a"
