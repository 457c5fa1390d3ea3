"""The learner's way without a mouse: every stop can be seen, everything can be reached."""

from tests.browser import journey
from tests.browser.steps import account, joining
from tests.browser.steps.coaching import CoachByServices


def test_the_learner_goes_the_whole_way_with_a_keyboard(house, cast, last_code):
    learner = house.visit("fi", keyboard=True)

    def sign_up(visit):
        account.sign_up(
            visit, last_code, first="Ilmari", last="Koski", email="ilmari@example.org"
        )

    journey.join(learner, cast.cohort.name, sign_up)
    joining.form_team(learner, "Kotipiha")
    journey.write_exercises(learner)
    paper = journey.finish(learner, CoachByServices(cast), name="Ilmari Koski")

    assert "Ilmari Koski" in paper.text
    assert learner.hand.stops > 100


def test_a_link_past_the_menus_is_the_first_stop(house):
    visit = house.visit("fi", keyboard=True)
    visit.open("/")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "content"
