"""A session that ended while a person wrote, and a page older than the last log-in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from courses.models import Submission, SubmissionVersion
from courses.views import stash
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import form_of, text_of

TEXT = "Pienen yrityksen työtehtävä jää tekemättä, koska tekijää ei löydy."


@pytest.fixture(autouse=True)
def begun(cast):
    """Somebody in the team has begun the answer."""
    return cast.open("m1e1")


@pytest.fixture
def written(aino, url_of):
    """Aino has the page open and has written on it; her session then ends."""
    form = form_of(aino.get(url_of("m1e1")))
    aino.logout()
    return form | {"answer-answer": TEXT, "rating-need": "2", "read": "on"}


@pytest.fixture
def visitor(written):
    """The same browser without a session."""
    return Client()


def post(browser, form, name="save"):
    return browser.post(address(name, Submission.objects.get().uuid), form)


@pytest.mark.parametrize("name", ["save", "submit"])
def test_writer_is_led_to_log_in_and_back_to_the_page(visitor, written, url_of, name):
    response = post(visitor, written, name)
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert url_of("m1e1") in response["Location"]


def test_nothing_is_saved_or_submitted_without_a_session(visitor, written):
    post(visitor, written, "submit")
    assert not SubmissionVersion.objects.exists()
    assert not Submission.objects.get().draft_fields.exists()


def test_text_is_in_the_form_again_after_log_in(visitor, written, cast, url_of):
    post(visitor, written)
    visitor.force_login(cast.aino.user)
    page = visitor.get(url_of("m1e1"))
    assert form_of(page)["answer-answer"] == TEXT
    assert form_of(page)["rating-need"] == "2"
    assert "not saved yet" in text_of(page)


def test_restored_text_is_saved_by_the_button_and_then_forgotten(
    visitor, written, cast, url_of
):
    post(visitor, written)
    visitor.force_login(cast.aino.user)
    post(visitor, form_of(visitor.get(url_of("m1e1"))))
    assert Submission.objects.get().draft_fields.get().text == TEXT
    assert stash.KEY not in visitor.session


def test_restored_text_does_not_overwrite_what_a_mate_saved_meanwhile(
    visitor, written, cast, mikko, url_of
):
    post(visitor, written)
    mikkos = form_of(mikko.get(url_of("m1e1")))
    post(mikko, mikkos | {"answer-answer": "Mikon teksti"})
    visitor.force_login(cast.aino.user)
    response = post(visitor, form_of(visitor.get(url_of("m1e1"))))
    assert response.status_code == 409
    assert Submission.objects.get().draft_fields.get().text == "Mikon teksti"


def test_another_person_who_logs_in_never_sees_the_text(visitor, written, cast, url_of):
    post(visitor, written)
    visitor.force_login(cast.mikko.user)
    page = visitor.get(url_of("m1e1"))
    assert form_of(page)["answer-answer"] == ""
    assert TEXT not in page.content.decode()
    assert stash.KEY not in visitor.session


def test_text_is_not_kept_for_ever(visitor, written, cast, url_of):
    post(visitor, written)
    visitor.force_login(cast.aino.user)
    with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
        page = visitor.get(url_of("m1e1"))
    assert form_of(page)["answer-answer"] == ""


def test_text_without_our_signature_is_not_kept(visitor, written):
    post(visitor, written | {"writer": "forged"})
    assert stash.KEY not in visitor.session


def test_token_of_another_answer_is_not_taken(visitor, written, cast):
    other = cast.open("m1e2")
    visitor.post(address("save", other.uuid), written)
    assert stash.KEY not in visitor.session


def test_more_text_than_can_be_kept_says_so(visitor, written, monkeypatch):
    monkeypatch.setattr(stash, "LIMIT", 20)
    response = visitor.post(
        address("save", Submission.objects.get().uuid), written, follow=True
    )
    assert "copy this text before you log in" in text_of(response)


def test_limit_is_for_all_forms_together_and_drops_none_that_is_kept(
    visitor, written, cast, url_of, monkeypatch
):
    post(visitor, written)
    kept = visitor.session[stash.KEY][str(cast.open("m1e1").uuid)]["fields"]
    monkeypatch.setattr(stash, "LIMIT", len(kept) + 10)
    other = cast.open("m1e2")
    token = stash.token(cast.aino.user, about=str(other.uuid), path="/")
    fields = {"writer": token, "answer-closing": TEXT}
    response = visitor.post(address("save", other.uuid), fields, follow=True)
    assert "copy this text before you log in" in text_of(response)
    assert list(visitor.session[stash.KEY]) == [str(cast.open("m1e1").uuid)]


def test_log_in_in_another_tab_loses_nothing(cast, url_of):
    """Logging in gives a new token, so the one on the open page is old."""
    browser = signed_in(cast.aino.user, enforce_csrf_checks=True)
    form = form_of(browser.get(url_of("m1e1"))) | {"answer-answer": TEXT}
    browser.cookies["csrftoken"] = "a" * 32
    response = browser.post(address("save", Submission.objects.get().uuid), form)
    assert response.status_code == 403
    assert not Submission.objects.get().draft_fields.exists()
    again = form_of(response)
    assert again["answer-answer"] == TEXT
    saved = browser.post(address("save", Submission.objects.get().uuid), again)
    assert saved.status_code == 302
    assert Submission.objects.get().draft_fields.get().text == TEXT


def test_foreign_post_without_a_token_is_refused(cast, url_of):
    browser = signed_in(cast.aino.user, enforce_csrf_checks=True)
    browser.get(url_of("m1e1"))
    submission = Submission.objects.get()
    response = browser.post(address("submit", submission.uuid), {"answer-answer": TEXT})
    assert response.status_code == 403
    assert not submission.draft_fields.exists()
