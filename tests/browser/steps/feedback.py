"""What was returned: read the coach's words, complete the answer, submit it again."""

from playwright.sync_api import expect

from tests.browser.steps import writing
from tests.browser.steps.coaching import COMMENT, MISSING
from tests.browser.visits import Visit


def read_and_complete(visit: Visit, key: str) -> None:
    """The next step of my path is what was returned."""
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.look("my path, returned")
    visit.follow("Read the feedback first")
    visit.sees(COMMENT)
    visit.sees(MISSING)
    visit.look("feedback, returned")
    visit.follow("Complete the answer")
    writing.at_exercise(visit, key)
    visit.look("exercise, returned")
    visit.write("answer-role.2", "tilat, ohjaus ja kuljetus")
    writing.saved(visit)
    writing.submit(visit)
    writing.submitted(visit)


def read_accepted(visit: Visit) -> None:
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.follow("Read the whole feedback")
    expect(visit.page.locator("#h-decision")).to_have_text(visit.word("Passed"))
    visit.look("feedback, passed")
