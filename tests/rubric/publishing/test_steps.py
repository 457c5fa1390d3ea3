"""The small steps beside publishing, and the history: what they show and refuse."""

from uuid import uuid4

import pytest

pytest.importorskip("wagtail.admin")

from django.urls import reverse

from rubric.models import RubricVersion
from tests.rubric.publishing.pages import SCREENS, get, page, person_with, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SCREENS)
def test_stranger_is_not_let_in(client, draft, name):
    response = get(client, person_with("access_admin"), name, draft)
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    client.logout()
    assert "login" in client.get(url(name, draft)).url


@pytest.mark.parametrize("name", SCREENS)
def test_unknown_version_is_not_found(client, author, publisher, name):
    person = author if name in ("send", "discard") else publisher
    client.force_login(person)
    address = reverse(f"valmentamo_rubric_{name}", args=[uuid4()])
    assert client.get(address).status_code == 404


def test_looking_at_a_step_does_nothing(client, author, draft):
    for name in ("send", "discard"):
        assert get(client, author, name, draft).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_draft_goes_to_review_and_back_with_a_message(client, author, publisher, draft):
    client.force_login(author)
    client.post(url("send", draft), {"note": "Katso tasot"})
    draft.refresh_from_db()
    assert draft.state == "in_review"
    client.force_login(publisher)
    client.post(url("send_back", draft), {"note": "Lyhennä"})
    draft.refresh_from_db()
    assert draft.state == "draft"
    html = page(client, publisher, draft, "history")
    assert "Katso tasot" in html
    assert "Lyhennä" in html
    assert str(author) in html


def test_time_of_the_history_is_local(client, publisher, draft):
    # Noon in UTC is two in the afternoon in Helsinki.
    assert "14" in page(client, publisher, draft, "history")
    assert "12.00" not in page(client, publisher, draft, "history")


def test_message_that_is_too_long_is_refused(client, author, draft):
    client.force_login(author)
    response = client.post(url("send", draft), {"note": "x" * 501})
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_message_is_kept_without_hidden_characters(client, author, draft):
    client.force_login(author)
    client.post(url("send", draft), {"note": "Katso\u202e tasot\x1b\r\nkaikki"})
    assert draft.events.last().note == "Katso tasot\nkaikki"


def test_archiving_says_what_stays_possible(client, publisher, version):
    html = page(client, publisher, version, "archive")
    assert html.count("<li>") >= 4
    client.post(url("archive", version), {"note": ""})
    version.refresh_from_db()
    assert version.state == "archived"
    assert version.archived_by == publisher


def test_draft_is_discarded_and_the_audit_log_tells(client, author, draft, version):
    from wagtail.models import ModelLogEntry

    client.force_login(author)
    response = client.post(url("discard", draft))
    assert response.url == reverse("valmentamo_rubric_index")
    assert list(RubricVersion.objects.all()) == [version]
    assert ModelLogEntry.objects.filter(
        action="valmentamo_rubric.discard", user=author
    ).exists()


def test_author_hears_what_is_missing_before_sending(client, author, draft):
    draft.scale.filter(value=2).update(label="Only one language")
    html = page(client, author, draft, "send")
    assert "estää julkaisemisen" in html
    assert "ruotsi" in html


def test_whole_version_is_sent_without_a_warning(client, author, draft):
    assert "estää julkaisemisen" not in page(client, author, draft, "send")
