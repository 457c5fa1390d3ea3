"""No third party learns of a visit, no policy is loose, nothing private is cached."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings

OPEN = [
    "/",
    "/sv/",
    "/en/",
    "/saavutettavuus/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/search/?q=tieto",
    "/ei-ole/",
]
SIGNED_IN = [
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]
#: What a browser fetches by itself; a link that a person may follow is another matter.
FETCHED = re.compile(
    r"""(?:\ssrc|\ssrcset|\sdata|\sposter|<link[^>]*?\shref|<use[^>]*?\shref)=["']([^"']+)"""
)
THEME = Path(site_settings.ROOT) / "site/static/theme"


def outside(urls):
    return [u for u in urls if not u.startswith(("/", "#", "data:")) or u[:2] == "//"]


@pytest.mark.parametrize("url", OPEN + SIGNED_IN)
def test_a_page_fetches_from_this_host_only(client, tree, person, url):
    if url in SIGNED_IN:
        client.force_login(person)
    page = client.get(url).content.decode()
    assert outside(FETCHED.findall(page)) == []


@pytest.mark.parametrize("url", OPEN + SIGNED_IN)
def test_a_page_has_no_inline_style_or_handler_and_every_inline_script_is_data(
    client, tree, person, url
):
    if url in SIGNED_IN:
        client.force_login(person)
    page = client.get(url).content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    for tag in re.findall(r"<script[^>]*>", page):
        assert " src=" in tag or 'type="application/json"' in tag


def test_the_style_sheet_fetches_from_this_host_only():
    found = 0
    for sheet in THEME.rglob("*.css"):
        urls = re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8"))
        found += len(urls)
        assert [u for u in urls if not u.startswith("../fonts/")] == []
        assert all((sheet.parent / u).exists() for u in urls)
        assert "@import" not in sheet.read_text("utf-8")
    assert found  # a sheet without pictures and fonts names none


def test_scripts_speak_to_nobody():
    for script in THEME.rglob("*.js"):
        assert not re.search(r"https?://|fetch\(|import\s", script.read_text("utf-8"))


@pytest.mark.parametrize("url", OPEN)
def test_the_policy_of_the_site_is_strict(client, tree, url):
    policy = client.get(url).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy


def test_the_policy_of_the_cms_allows_what_its_editor_needs(
    client, tree, settings, make_person
):
    settings.CMS_REQUIRES_MFA = False
    client.force_login(make_person("boss@example.org", is_superuser=True))
    assert "unsafe-inline" in client.get("/admin/").headers["Content-Security-Policy"]
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("url", ["/", "/accounts/profile/", "/search/?q=a"])
def test_what_a_signed_in_person_sees_is_not_stored(client, tree, person, url):
    client.force_login(person)
    header = client.get(url).headers["Cache-Control"]
    assert "private" in header
    assert "no-store" in header


def test_a_stranger_gets_no_session(client, tree):
    client.get("/")
    assert "sessionid" not in client.cookies
