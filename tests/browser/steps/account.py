"""Coming to the site: a new account by e-mail code, or a log-in with a password."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.seeding import PASSWORD
from tests.browser.visits import Visit


def sign_up(
    visit: Visit, code: Callable[[], str], *, first: str, last: str, email: str
) -> None:
    """From the log-in page to where the person was going."""
    visit.look("log in")
    visit.follow("Sign up")
    visit.look("sign up")
    visit.write("first_name", first)
    visit.write("last_name", last)
    visit.write("email", email)
    visit.write("password1", PASSWORD)
    visit.press("Sign up")
    expect(visit.field("code")).to_be_visible()
    visit.look("type the code")
    visit.write("code", code())
    visit.press("Continue")


def log_in(visit: Visit, email: str) -> None:
    """On the log-in page, with the password."""
    form = visit.page.locator("details:has([name=login])")
    visit.unfold(form)
    visit.write("login", email)
    visit.write("password", PASSWORD)
    visit.hand.press(form.get_by_role("button"))
    expect(visit.page.locator("header .me")).to_be_visible()
