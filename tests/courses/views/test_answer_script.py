"""The answer form with its script, in a real browser."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from courses.models import DraftField
from courses.services.writing import save_field
from tests.courses.factories import make_cast

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


def session_of(user) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


@pytest.fixture(scope="module")
def chromium(browser):
    """The session's own browser: a second one can't be started beside it."""
    return browser


class Desk:
    """Aino's browser on the page of an exercise."""

    def __init__(self, context, server, cast) -> None:
        self.context, self.server, self.cast = context, server, cast
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.log_in()

    def _heard(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def log_in(self) -> None:
        key = session_of(self.cast.aino.user)
        cookie = {"name": "sessionid", "value": key, "url": self.server.url}
        self.context.add_cookies([cookie])

    def open(self, key: str = "m1e1"):
        path = urlsplit(self.cast.page(key, "en").get_url()).path
        self.page.goto(self.server.url + path)
        return self.page

    def status(self, words: str) -> None:
        self.page.locator("[data-save-status]", has_text=words).wait_for(timeout=15_000)

    def kept(self) -> int:
        """Copies of unsaved text on this device."""
        return self.page.evaluate(
            "Object.keys(localStorage).filter(k => k.startsWith('valmentamo:')).length"
        )

    def text(self) -> str:
        return DraftField.objects.get(key="answer").text


@pytest.fixture
def desk(chromium, live_server):
    context = chromium.new_context()
    desk = Desk(context, live_server, make_cast())
    yield desk
    context.close()
    assert desk.faults == []


def test_text_is_saved_after_a_rest_and_words_are_counted(desk):
    page = desk.open()
    page.fill("#a-answer", "Työtehtävä jää tekemättä 1 200 kertaa")
    desk.status("Saved as a draft")
    assert desk.text() == "Työtehtävä jää tekemättä 1 200 kertaa"
    assert page.inner_text("#a-answer-budget .num") == "5/60 words"
    assert desk.kept() == 0


def test_own_level_is_saved_at_once(desk):
    page = desk.open()
    page.check("input[name=rating-need][value='3']")
    desk.status("Saved as a draft")
    page.reload()
    assert page.is_checked("input[name=rating-need][value='3']")


def test_text_stays_on_the_device_without_a_connection(desk):
    page = desk.open()
    desk.context.set_offline(True)
    page.fill("#a-answer", "Ilman verkkoa")
    desk.status("Draft on this device")
    assert page.get_by_text("No connection to the server").is_visible()
    assert desk.kept() == 1
    desk.context.set_offline(False)
    desk.status("Saved as a draft")
    assert desk.text() == "Ilman verkkoa"
    assert desk.kept() == 0


def test_text_of_an_ended_session_is_saved_after_log_in_in_another_tab(desk):
    page = desk.open()
    desk.context.clear_cookies(name="sessionid")
    page.fill("#a-answer", "Istunto päättyi")
    desk.status("You have been logged out")
    assert page.locator("[data-save-status] a[target=_blank]").count() == 1
    assert desk.kept() == 1
    desk.log_in()
    token = {"name": "csrftoken", "value": "b" * 32, "url": desk.server.url}
    desk.context.add_cookies([token])
    page.evaluate("dispatchEvent(new Event('focus'))")
    desk.status("Saved as a draft")
    assert desk.text() == "Istunto päättyi"


def test_text_left_on_the_device_is_put_back(desk):
    page = desk.open()
    desk.context.set_offline(True)
    page.fill("#a-answer", "Selain suljettiin")
    desk.status("Draft on this device")
    page.close()
    desk.context.set_offline(False)
    desk.page = desk.context.new_page()
    page = desk.open()
    assert page.input_value("#a-answer") == "Selain suljettiin"
    desk.status("Saved as a draft")
    assert desk.text() == "Selain suljettiin"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_log_out_clears_the_device(desk, elsewhere):
    page = desk.open()
    page.route("**/tallenna/", lambda route: route.abort())
    page.fill("#a-answer", "Yhteinen kone")
    desk.status("Draft on this device")
    if elsewhere:
        page.goto(desk.server.url + "/en/polku/")
        assert desk.kept() == 1
    page.click("details.menu summary")
    page.click("form[action$='logout/'] button")
    page.wait_for_url(lambda url: "polku" not in url and "kurssit" not in url)
    assert desk.kept() == 0


def test_conflict_stops_saving_and_both_texts_are_kept_by_a_button(desk):
    page = desk.open()
    submission = desk.cast.open("m1e1")
    save_field(
        submission=submission,
        key="answer",
        text="Mikon teksti",
        revision=0,
        language="fi",
        by=desk.cast.mikko.user,
    )
    page.fill("#a-answer", "Ainon teksti")
    page.locator("#h-conflict").wait_for()
    assert page.evaluate("document.activeElement.id") == "h-conflict"
    desk.status("Nothing is saved until you choose")
    page.get_by_role("button", name="Keep both texts").click()
    page.wait_for_load_state()
    assert page.input_value("#a-answer") == "Mikon teksti\n\nAinon teksti"
    assert desk.text() == "Mikon teksti\n\nAinon teksti"
    assert desk.kept() == 0


def test_reload_does_not_choose_a_version_in_silence(desk):
    page = desk.open()
    save_field(
        submission=desk.cast.open("m1e1"),
        key="answer",
        text="Mikon teksti",
        revision=0,
        language="fi",
        by=desk.cast.mikko.user,
    )
    page.fill("#a-answer", "Ainon teksti")
    page.locator("#h-conflict").wait_for()
    page.reload()
    page.locator("#h-conflict").wait_for()
    assert page.input_value("#a-answer") == "Ainon teksti"
    assert desk.text() == "Mikon teksti"


def test_row_is_added_in_place_and_saved(desk):
    page = desk.open("m1e2")
    rows = page.locator("fieldset.panel").count()
    page.click("[data-add-row]")
    assert page.evaluate("document.activeElement.name") == f"answer-partner.{rows + 1}"
    page.keyboard.type("Yrittäjät")
    desk.status("Saved as a draft")
    assert DraftField.objects.get().key == f"partner.{rows + 1}"


def test_submitted_answer_leaves_nothing_on_the_device(desk):
    page = desk.open()
    page.route("**/tallenna/", lambda route: route.abort())
    page.fill("#a-answer", "Pienen yrityksen työtehtävä jää tekemättä")
    page.check("#text_read")
    page.get_by_role("button", name="Submit for feedback").click()
    page.locator("#h-sent").wait_for()
    page.wait_for_load_state()
    assert desk.kept() == 0
