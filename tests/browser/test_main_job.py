"""The main job from sign-up to a checked certificate, in Finnish and in Swedish."""

import pytest

from tests.browser import journey
from tests.browser.steps import account, certificate, joining
from tests.browser.steps.coaching import CoachAtDesk
from tests.browser.texts import TEAM

PEOPLE = {"fi": ("Aino", "Mäkelä"), "sv": ("Åsa", "Öhman")}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_person_goes_from_sign_up_to_a_certificate_that_a_stranger_checks(
    house, cast, last_code, language
):
    looks = language == "fi"  # once a page: Finnish has the longest words
    first, last = PEOPLE[language]
    learner = house.visit(language, looks=looks)

    def sign_up(visit):
        account.sign_up(
            visit, last_code, first=first, last=last, email="uusi@example.org"
        )

    journey.join(learner, cast.cohort.name, sign_up)
    joining.form_team(learner, TEAM)
    coach = CoachAtDesk(house.visit(language, looks=looks), cast)
    journey.write_exercises(learner)
    paper = journey.finish(learner, coach, name=f"{first} {last}")

    assert paper.data.startswith(b"%PDF")
    assert paper.pages == 1
    assert f"{first} {last}" in paper.text

    stranger = house.visit(language, looks=looks)
    certificate.check_code(stranger, paper.code)
    certificate.see_validity(stranger, family=last, name=f"{first} {last}")

    for visit in (learner, coach.visit, stranger):
        assert visit.watch.languages == {language}
    if looks:
        assert set(house.looks.seen) == journey.PAGES
