"""The public rating in a browser: by hand, by keyboard, without scripts, in any colours."""

import json

import pytest
from playwright.sync_api import expect

FORCED = """() => {
  const colour = (e) => getComputedStyle(e).fill;
  const lane = colour(document.querySelector(".chart .lane"));
  return [...document.querySelectorAll(".chart .p-mark:not(.p-ring)")]
    .filter((mark) => colour(mark) === lane).length;
}"""


def names(visit):
    radios = visit.page.locator('main input[type="radio"]').all()
    return list(dict.fromkeys(radio.get_attribute("name") for radio in radios))


def rate(visit, *, leave_out=0):
    for i, name in enumerate(names(visit)[leave_out:]):
        visit.choose(name, 1 + i % 4)


def show(visit):
    visit.press("Show what lifts the text")


def take(visit, msgid):
    with visit.page.expect_download() as download:
        visit.press(msgid)
    return download.value.path().read_bytes()


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_passer_by_rates_a_text_and_takes_it_along(house, keyboard):
    visit = house.visit("fi", keyboard=keyboard, looks=True)
    visit.open(visit.path("valmentamo_rubric:self_rating"))
    visit.look("self-rating form")
    visit.write("title", "Kyläkaupan olohuone")
    rate(visit, leave_out=1)
    show(visit)

    expect(visit.page.locator(".summary")).to_be_focused()
    visit.look("self-rating with something missing")
    expect(visit.field("title")).to_have_value("Kyläkaupan olohuone")
    visit.choose(names(visit)[0], 2)
    show(visit)

    visit.sees("Kyläkaupan olohuone")
    expect(visit.page.locator("main svg.chart[role=img]")).to_be_visible()
    visit.look("self-rating result")
    assert (
        json.loads(take(visit, "Take a file along"))["title"] == "Kyläkaupan olohuone"
    )
    assert take(visit, "Take a PDF along").startswith(b"%PDF")

    visit.press("Change the ratings")
    expect(visit.field("title")).to_have_value("Kyläkaupan olohuone")
    expect(visit.option(names(visit)[0], 2)).to_be_checked()


def test_no_script_is_needed(house):
    visit = house.visit("sv", scripted=False)
    visit.open(visit.path("valmentamo_rubric:self_rating"))
    rate(visit)
    show(visit)
    assert json.loads(take(visit, "Take a file along"))["language"] == "sv"
    assert take(visit, "Take a PDF along").startswith(b"%PDF")


def test_marks_are_seen_in_forced_colours(house):
    visit = house.visit("en")
    visit.page.emulate_media(forced_colors="active")
    visit.open(visit.path("valmentamo_rubric:self_rating"))
    rate(visit)
    show(visit)
    expect(visit.page.locator("main svg.chart[role=img]")).to_be_visible()
    # The style sheets may come a moment after the drawing.
    visit.page.wait_for_function(f"({FORCED})() === 0")
