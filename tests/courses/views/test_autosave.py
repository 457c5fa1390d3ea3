"""What the autosave script is told: new marks, conflicts, and that nobody is logged in."""

import pytest
from django.test import Client

from courses.models import Submission
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import form_of

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def opened(aino, url_of, cast):
    form = form_of(aino.get(url_of("m1e1")))
    return form, cast.open("m1e1")


def one_field(form, text):
    """The script sends the field that changed, not the whole form."""
    sent = {k: form[k] for k in ("csrfmiddlewaretoken", "writer", "seen-answer")}
    return sent | {"answer-answer": text}


def save(browser, submission, fields):
    return browser.post(address("save", submission.uuid), fields, **JSON)


def test_saved_field_gets_a_new_mark(aino, opened):
    form, submission = opened
    told = save(aino, submission, one_field(form, "Teksti")).json()
    assert told["message"].startswith("Saved as a draft at")
    form["seen-answer"] = told["seen"]["answer-answer"]
    assert save(aino, submission, one_field(form, "Teksti 2")).status_code == 200
    assert submission.draft_fields.get().text == "Teksti 2"


def test_field_that_was_not_sent_is_left_alone(aino, url_of, cast):
    form = form_of(aino.get(url_of("m1e2")))
    submission = cast.open("m1e2")
    keys = ("csrfmiddlewaretoken", "writer", "seen-partner.1")
    sent = {k: form[k] for k in keys} | {"answer-partner.1": "Yrittäjät"}
    save(aino, submission, sent)
    assert [f.key for f in submission.draft_fields.all()] == ["partner.1"]


def test_conflict_tells_both_texts_and_the_mark_of_the_saved_one(aino, mikko, opened):
    form, submission = opened
    save(aino, submission, one_field(form, "Ainon"))
    mikkos = form | {"writer": _writer(mikko)}
    response = save(mikko, submission, one_field(mikkos, "Mikon"))
    told = response.json()
    assert response.status_code == 409
    assert told["conflicts"] == ["answer-answer"]
    assert "Ainon" in told["html"]
    assert "Mikon" in told["html"]
    assert told["seen"]["answer-answer"] != form["seen-answer"]


def _writer(browser):
    page = Submission.objects.get().exercise.pages.get(locale__language_code="en")
    return form_of(browser.get(page.get_url()))["writer"]


def test_conflict_escapes_what_people_wrote(aino, mikko, opened):
    form, submission = opened
    save(aino, submission, one_field(form, "<img src=x onerror=alert(1)>"))
    mikkos = form | {"writer": _writer(mikko)}
    html = save(mikko, submission, one_field(mikkos, "Mikon")).json()["html"]
    assert "<img" not in html


def test_ended_session_is_told_and_nothing_is_kept_on_the_server(aino, opened):
    form, submission = opened
    visitor = Client()
    response = save(visitor, submission, one_field(form, "Teksti"))
    assert response.status_code == 401
    assert "sessionid" not in visitor.cookies


def test_stale_token_is_told(cast, url_of):
    browser = signed_in(cast.aino.user, enforce_csrf_checks=True)
    form = form_of(browser.get(url_of("m1e1")))
    form["csrfmiddlewaretoken"] = "x" * 64
    response = save(browser, cast.open("m1e1"), one_field(form, "Teksti"))
    assert response.status_code == 403


def test_text_of_one_person_is_not_saved_under_another(aino, mikko, opened):
    """Mikko logs in on the device where Aino's page is still open."""
    form, submission = opened
    assert save(mikko, submission, one_field(form, "Ainon teksti")).status_code == 403
    assert not submission.draft_fields.exists()


def test_too_long_text_is_told_and_not_saved(aino, opened, settings):
    settings.VALMENTAMO_COURSES_MAX_FIELD_CHARS = 5
    form, submission = opened
    response = save(aino, submission, one_field(form, "Liian pitkä"))
    assert response.status_code == 422
    assert "was not saved" in response.json()["message"]
