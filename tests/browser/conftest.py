"""Real browsers around a seeded course; what they must never do is checked at the end."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.hands import Keyboard, Mouse
from tests.browser.looking import USUAL, Looks
from tests.browser.visits import Visit
from tests.browser.watching import Watch

PATIENCE = 30_000  # ms; a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(
                pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
            )


@pytest.fixture
def cast(transactional_db, live_server, settings):
    """The seeded course, its people, and a server that shows it."""
    from tests.browser.seeding import seeded

    settings.VALMENTAMO_CERTIFICATES_BASE_URL = live_server.url
    return seeded()


@dataclass
class House:
    """Opens browser windows and closes them again."""

    browser: Browser
    url: str
    looks: Looks = field(default_factory=Looks)
    contexts: list[BrowserContext] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)

    def visit(
        self,
        language: str = "fi",
        *,
        scripted: bool = True,
        keyboard: bool = False,
        looks: bool = False,
        user: object = None,
    ) -> Visit:
        """A new window; `user` has logged in already, `looks` looks at each page."""
        context = self.browser.new_context(
            java_script_enabled=scripted,
            viewport=USUAL,
            locale=language,
            color_scheme="light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(urlsplit(self.url).netloc)
        watch.over(context)
        self.contexts.append(context)
        self.watches.append(watch)
        if user:
            context.add_cookies([self._session_of(user)])
        page = context.new_page()
        hand = Keyboard(page) if keyboard else Mouse()
        seen = self.looks if looks else None
        return Visit(page, self.url, language, watch, hand, scripted, seen)

    def _session_of(self, user) -> dict:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}

    @property
    def pages(self) -> list[Page]:
        return [page for context in self.contexts for page in context.pages]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """A journey that stops tells on which pages, and what stood there."""
    report = yield
    house = item.funcargs.get("house")
    if report.failed and report.when == "call" and house:
        for number, page in enumerate(house.pages, start=1):
            shown = f"{page.url}\n{page.locator('main').inner_text()[:2000]}"
            report.sections.append((f"window {number}", shown))
    return report


@pytest.fixture
def house(cast, browser: Browser, live_server) -> Iterator[House]:
    """Not one request leaves the host, not one policy is broken, whatever the test does."""
    house = House(browser, live_server.url)
    yield house
    house.close()
    assert [fault for watch in house.watches for fault in watch.faults] == []
    assert house.looks.faults == []
    assert all(watch.requests for watch in house.watches)


@pytest.fixture
def last_code(mailoutbox) -> Callable[[], str]:
    """The code in the newest mail: a paragraph of its own."""

    def read() -> str:
        parts = [part.strip() for part in mailoutbox[-1].body.split("\n\n")]
        return next(part for part in parts if part.replace("-", "").isalnum())

    return read
