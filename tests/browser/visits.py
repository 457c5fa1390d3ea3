"""One person at one browser: where they are, in which language, with which hands."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Keyboard, Mouse
from tests.browser.looking import Looks
from tests.browser.watching import Watch


def named(text: str) -> re.Pattern[str]:
    """The whole accessible name; hidden words may have a space before their colon."""
    return re.compile(rf"^{re.sub(r'([:,])', r'\\s*\1', re.escape(text))}$")


@dataclass
class Visit:
    page: Page
    url: str
    language: str
    watch: Watch
    hand: Mouse | Keyboard
    scripted: bool = True
    looks: Looks | None = None

    # ---- words, looked up as the page does, so that a new wording breaks nothing ----
    def word(self, msgid: str, /, **values: Any) -> str:
        with override(self.language):
            text = gettext(msgid)
            return text % values if values else text

    def words(self, one: str, many: str, count: int, /, **values: Any) -> str:
        with override(self.language):
            return ngettext(one, many, count) % values

    def begins(self, msgid: str) -> str:
        """What stands before the first value of a sentence."""
        return self.word(msgid).partition("%(")[0].strip()

    # ---- places ----
    def path(self, name: str, *args: Any) -> str:
        with override(self.language):
            return reverse(name, args=args)

    @property
    def front(self) -> str:
        return "/" if self.language == "fi" else f"/{self.language}/"

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def leave(self) -> None:
        """The session ends, as after a night or on another device."""
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def another_tab(self) -> "Visit":
        """The same person in the same browser."""
        return replace(self, page=self.page.context.new_page())

    def look(self, name: str) -> None:
        if self.looks:
            self.looks.at(self.page, name)

    # ---- what stands on the page ----
    def button(self, msgid: str, **values: Any) -> Locator:
        name = named(self.word(msgid, **values))
        return self.page.locator("main").get_by_role("button", name=name)

    def link(self, msgid: str, **values: Any) -> Locator:
        return self.link_to(self.word(msgid, **values))

    def link_to(self, text: str) -> Locator:
        main = self.page.locator("main")
        return main.get_by_role("link", name=named(text)).first

    def field(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]:not([type="hidden"])')

    def option(self, name: str, value: object) -> Locator:
        return self.page.locator(f'main input[name="{name}"][value="{value}"]')

    # ---- what the person does ----
    def press(self, msgid: str, **values: Any) -> None:
        self.hand.press(self.button(msgid, **values))

    def follow(self, msgid: str, **values: Any) -> None:
        self.hand.press(self.link(msgid, **values))

    def follow_to(self, text: str) -> None:
        self.hand.press(self.link_to(text))

    def unfold(self, details: Locator) -> None:
        if details.get_attribute("open") is None:
            self.hand.press(details.locator("summary").first)

    def write(self, name: str, text: str) -> None:
        self.hand.write(self.field(name), text)

    def tick(self, name: str, value: object = None) -> None:
        target = self.field(name) if value is None else self.option(name, value)
        self.hand.tick(target)

    def choose(self, name: str, value: object) -> None:
        self.hand.choose(self.option(name, value))

    # ---- what the person sees ----
    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def reads(self, msgid: str, **values: Any) -> None:
        self.sees(self.word(msgid, **values))

    def sees_heading(self, msgid: str, **values: Any) -> None:
        name = self.word(msgid, **values)
        heading = self.page.get_by_role("heading", name=name, exact=True)
        expect(heading.first).to_be_visible()
