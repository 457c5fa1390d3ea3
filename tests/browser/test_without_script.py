"""The learner's way in a browser that runs no scripts."""

from tests.browser import journey
from tests.browser.steps import account, joining
from tests.browser.steps.coaching import CoachByServices


def test_the_learner_goes_the_whole_way_without_a_script(house, cast, last_code):
    learner = house.visit("sv", scripted=False)

    def sign_up(visit):
        account.sign_up(
            visit, last_code, first="Märta", last="Ström", email="marta@example.org"
        )

    journey.join(learner, cast.cohort.name, sign_up)
    joining.work_alone(learner)
    journey.write_exercises(learner)
    paper = journey.finish(learner, CoachByServices(cast), name="Märta Ström")

    assert "Märta Ström" in paper.text
    assert learner.watch.languages == {"sv"}
