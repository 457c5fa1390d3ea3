"""Finding the course, enrolling, and choosing with whom one works."""

from playwright.sync_api import expect

from tests.browser.texts import course, title
from tests.browser.visits import Visit


def find_course(visit: Visit) -> None:
    visit.open(visit.front)
    visit.look("front page")
    visit.follow_to(title(course()["id"], visit.language))
    visit.look("course")


def ask_to_enrol(visit: Visit, cohort: str) -> None:
    visit.follow_to(f"{visit.word('Enrol')}: {cohort}")


def enrol(visit: Visit) -> None:
    expect(visit.field("understood")).to_be_visible()
    visit.look("enrol")
    visit.tick("understood")
    visit.press("Enrol")
    visit.reads("You are now enrolled.")
    visit.look("choose a team")


def form_team(visit: Visit, name: str) -> None:
    """A team of one, with a name of its own."""
    visit.write("new-name", name)
    visit.press("Form the team")
    expect(visit.page.locator("h1")).to_have_text(name)
    visit.look("team")
    visit.follow("Go to your path")


def work_alone(visit: Visit) -> None:
    visit.press("Work alone")
    visit.reads("You work alone. You can begin at once.")
