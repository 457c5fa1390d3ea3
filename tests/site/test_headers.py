"""What every answer carries, the ones that tell of a fault above all."""

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse
from wagtail.models import Page

from config.urls import urlpatterns as site

CLOSED = "default-src 'self'"


def broken(request):
    raise RuntimeError


urlpatterns = [path("broken/", broken), *site]


def answers(client):
    """One of each status that a stranger can bring about."""
    forged = Client(enforce_csrf_checks=True)
    quiet = Client(raise_request_exception=False)
    return {
        200: client.get("/search/?q=x"),
        302: client.get("/polku/"),
        400: quiet.get("/search/", HTTP_HOST="evil.example"),
        403: forged.post("/theme/", {"next": "/"}),
        404: client.get("/no/such/page/"),
        405: client.get("/theme/"),
        500: quiet.get("/broken/"),
    }


@pytest.fixture
def seen(client, tree):
    with override_settings(ROOT_URLCONF=__name__):
        return answers(client)


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 405, 500])
def test_every_answer_is_closed_to_foreign_scripts_frames_and_guesses(seen, status):
    response = seen[status]
    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert CLOSED in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_foreign_host_is_refused_and_never_written_back(seen):
    assert "evil.example" not in seen[400].content.decode()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded"])
def test_a_host_in_another_header_is_not_believed(client, tree, header):
    response = client.get("/", headers={header: "host=evil.example"})
    assert "evil.example" not in response.content.decode()


def test_a_forged_address_of_the_client_opens_no_new_count(client, tree):
    """A guesser who changes the header stays the same guesser."""
    from certificates.models import MissWindow

    for number in range(5):
        forged = {
            "X-Forwarded-For": f"10.0.0.{number}",
            "X-Real-Ip": f"10.1.0.{number}",
        }
        client.get("/t/0000-0000-0000-0000-0/", headers=forged)
    assert list(MissWindow.objects.values_list("misses", flat=True)) == [5]


def test_one_number_of_proxies_holds_for_log_in_and_for_wrong_codes(settings):
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    assert count == settings.VALMENTAMO_TRUSTED_PROXIES


def test_only_the_cms_shows_pages_in_its_frames(client, tree, make_person, settings):
    """A preview keeps the strict policy of the page, and the CMS may frame it."""
    settings.CMS_REQUIRES_MFA = False
    client.force_login(make_person("boss@example.org", is_superuser=True))
    page = Page.objects.live().filter(depth__gt=1).first()
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    shown = client.get(page.get_url())
    frames = {
        response.headers["X-Frame-Options"]: response.headers["Content-Security-Policy"]
        for response in (preview, shown)
    }
    assert "frame-ancestors 'self'" in frames["SAMEORIGIN"]
    assert "unsafe" not in frames["SAMEORIGIN"]
    assert "frame-ancestors 'none'" in frames["DENY"]
