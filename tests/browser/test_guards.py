"""The guards of the journeys notice what they are there for."""

import pytest
from django.urls import reverse

from tests.browser.hands import Keyboard
from tests.browser.looking import Looks

SPOIL = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@pytest.fixture
def spoilt(house):
    """A window whose faults are for the test to see, not for the house to refuse."""
    visit = house.visit("fi", keyboard=True)
    house.watches.remove(visit.watch)
    return visit


def test_a_request_to_another_host_is_noticed(spoilt):
    spoilt.page.set_content("<img src='http://127.0.0.1:9/x.png' alt=''>")
    assert any("left the host" in fault for fault in spoilt.watch.faults)


def test_a_broken_policy_is_noticed(spoilt):
    spoilt.open("/")
    spoilt.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')"
    )
    spoilt.page.evaluate("new Promise(requestAnimationFrame)")
    assert any("policy broken: style-src" in fault for fault in spoilt.watch.faults)


def test_a_script_that_fails_is_noticed(spoilt):
    spoilt.open("/")
    spoilt.page.evaluate("setTimeout(() => nothing.here(), 0)")
    spoilt.page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert any("nothing" in fault for fault in spoilt.watch.faults)


def test_pale_text_a_wide_block_and_cut_text_are_noticed(spoilt):
    spoilt.open("/")
    spoilt.page.evaluate(
        SPOIL,
        "main .lead { color: #ccc; background: #fff } main h1 { min-width: 900px }"
        "main h2 { overflow: hidden; block-size: 1em }",
    )
    looks = Looks()
    looks.at(spoilt.page, "front page")
    found = " ".join(looks.faults)
    for fault in ("light: color-contrast", "scrolls sideways", "cut off"):
        assert fault in found


def test_a_stop_that_cannot_be_seen_is_noticed(spoilt):
    spoilt.open(reverse("account_signup"))
    target = spoilt.field("email")
    Keyboard(spoilt.page).reach(target)
    spoilt.page.evaluate(
        SPOIL, "* { outline: none !important; box-shadow: none !important }"
    )
    with pytest.raises(AssertionError, match="No visible focus"):
        Keyboard(spoilt.page).reach(spoilt.field("password1"))
