"""The page of an exercise: write, rate oneself, see it saved, submit."""

from playwright.sync_api import expect

from tests.browser import texts
from tests.browser.visits import Visit

SAVED = "Saved as a draft at %(time)s"


def open_exercise(visit: Visit, key: str) -> None:
    """From anywhere: my path, and the link of the exercise among what is missing."""
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.follow_to(texts.title(key, visit.language))
    at_exercise(visit, key)


def at_exercise(visit: Visit, key: str) -> None:
    expect(visit.page.locator("h1")).to_have_text(texts.title(key, visit.language))


def begin_by_the_lesson(visit: Visit) -> None:
    """The first exercise, up to its module, into the lesson and back to the exercise."""
    language = visit.language
    visit.look("my path, new")
    visit.follow("Begin writing")
    at_exercise(visit, "m1e1")
    visit.follow_to(texts.title("m1", language))
    visit.look("module")
    visit.follow("Start: %(title)s", title=texts.title("m1l1", language))
    expect(visit.page.locator("h1")).to_have_text(texts.title("m1l1", language))
    visit.look("lesson")
    exercise = visit.word("Exercise: %(title)s", title=texts.title("m1e1", language))
    visit.follow_to(f"{visit.word('Next:')} {exercise}")
    at_exercise(visit, "m1e1")


def long_text(visit: Visit) -> None:
    visit.look("long text")
    visit.write("answer-answer", texts.PROBLEM[visit.language])
    visit.choose("rating-need", 2)
    saved(visit)


def table(visit: Visit) -> None:
    """The lead, two rows of which the second is added, and what is new."""
    visit.look("table")
    visit.write("answer-organisation", "Harjulan työpaja ry")
    for number, (partner, role) in enumerate(texts.PARTNERS, start=1):
        if number > 1:
            visit.press("Add a row")
        visit.write(f"answer-partner.{number}", partner)
        visit.write(f"answer-role.{number}", role)
    visit.write("answer-closing", texts.NEW_PART[visit.language])
    saved(visit)


def form(visit: Visit) -> None:
    visit.look("form")
    visit.write("answer-name", texts.NAME[visit.language])
    visit.write("answer-summary", texts.SUMMARY[visit.language])
    visit.choose("rating-clarity", 3)
    saved(visit)


def self_assessment(visit: Visit) -> None:
    visit.look("self-assessment")
    for key in ("need", "collaboration", "clarity"):
        visit.choose(f"rating-{key}", 2)
        visit.write(f"sentence-{key}", "Tämä on vielä alku.")
    for field in ("need", "summary"):
        visit.tick("answer-marks", field)
    saved(visit)


def portfolio(visit: Visit) -> None:
    """What the accepted answers have not filled, and what changed because of them."""
    visit.look("portfolio")
    expect(visit.field("answer-need")).to_have_value(texts.PROBLEM[visit.language])
    expect(visit.field("answer-name")).to_have_value(texts.NAME[visit.language])
    visit.write("answer-solution", texts.SUMMARY[visit.language])
    visit.write("answer-closing", texts.NEW_PART[visit.language])
    saved(visit)


def open_for_peers(visit: Visit) -> None:
    visit.press("Open for peer feedback")
    visit.reads("Your description is open for peer feedback as it is now.")


def saved(visit: Visit) -> None:
    """By itself where there is a script, by the button where there is none."""
    if not visit.scripted:
        visit.press("Save")
        visit.sees(visit.begins(SAVED))
        return
    status = visit.page.locator("[data-save-status] [data-text]")
    expect(status).to_contain_text(visit.begins(SAVED))
    expect(visit.page.locator("[data-save-status] use")).to_have_attribute(
        "href", "#i-check"
    )


def submit(visit: Visit, *, label: str = "Submit for feedback") -> None:
    if visit.field("read").count():
        visit.tick("read")
    visit.press(label)


def submitted(visit: Visit) -> None:
    expect(visit.page.locator("#h-sent")).to_be_visible()
