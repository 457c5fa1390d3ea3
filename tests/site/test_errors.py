"""Pages for what went wrong: in the look, in the language, without loss."""

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

HEADINGS = {
    "fi": ("/ei-ole/", 'lang="fi"'),
    "sv": ("/sv/finns-inte/", 'lang="sv"'),
    "en": ("/en/nothing/", 'lang="en"'),
}


@pytest.mark.parametrize("code", HEADINGS)
def test_a_missing_page_is_told_in_the_language_of_the_address(client, db, code):
    url, lang = HEADINGS[code]
    response = client.get(url)
    page = response.content.decode()
    assert response.status_code == 404
    assert f"<html {lang}" in page
    assert 'class="foot"' in page
    with override(code):
        from django.utils.translation import gettext

        assert gettext("Page not found") in page


@pytest.mark.parametrize("code", HEADINGS)
def test_a_refused_form_shows_what_was_written(db, code):
    prefix = "" if code == "fi" else f"/{code}"
    text = "Kirjoitin tätä kaksi tuntia.\nToinen rivi <b>"
    client = Client(enforce_csrf_checks=True)
    data = {"answer": text, "password": "salainen sana tässä", "theme": "dark"}
    response = client.post(f"{prefix}/theme/", data)
    page = response.content.decode()
    assert response.status_code == 403
    assert f'<html lang="{code}"' in page
    assert "Toinen rivi &lt;b&gt;" in page
    assert "salainen" not in page


def test_a_forbidden_page_is_in_the_look(db, rf):
    from django.core.exceptions import PermissionDenied
    from django.views.defaults import permission_denied

    request = rf.get("/")
    request.user = __import__(
        "django.contrib.auth.models", fromlist=["AnonymousUser"]
    ).AnonymousUser()
    response = permission_denied(request, PermissionDenied())
    assert response.status_code == 403
    assert b'class="foot"' in response.content


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_the_page_for_a_fault_needs_no_database_and_no_manifest(
    settings, code, django_db_blocker
):
    from home.views.errors import server_error

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        }
    }
    with override(code), django_db_blocker.block():
        response = server_error(RequestFactory().get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{code}"' in page
    assert "/static/theme/css/valmentamo.css" in page
    assert "style=" not in page


def test_a_fault_in_a_view_gives_the_page_for_faults(db, client, monkeypatch):
    from home.views import search

    client.raise_request_exception = False
    monkeypatch.setattr(search, "found_pages", lambda query: 1 / 0)
    response = client.get("/en/search/?q=a")
    assert response.status_code == 500
    assert b'<html lang="en"' in response.content
