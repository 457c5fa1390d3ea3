"""Enrolling in a cohort, and forming, joining, changing and leaving a team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.enums import CohortKind, Stage
from courses.models import Enrolment, Team
from tests.courses.factories import CohortFactory, UserFactory
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import text_of, title_of


@pytest.fixture
def person(cast):
    return UserFactory(first_name="Veera", last_name="Lampi")


@pytest.fixture
def visitor(person):
    return signed_in(person)


@pytest.fixture
def newcomer(cast):
    return cast.newcomer()


@pytest.fixture
def new_browser(newcomer):
    return signed_in(newcomer.user)


def team_url(enrolment):
    return address("team", enrolment.uuid)


def test_anonymous_person_logs_in_before_enrolling(client, cast):
    response = client.get(address("enrol", cast.cohort.uuid))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_enrol_page_says_what_is_asked_and_who_sees_what(visitor, cast):
    text = text_of(visitor.get(address("enrol", cast.cohort.uuid)))
    assert "What is asked of you" in text
    assert "Who sees what" in text
    assert "Sirkka Vuorela" in text


@pytest.mark.parametrize(
    ("from_stage", "words"),
    [("", "3 required exercises, alone"), (Stage.SPREAD, "2 to 3 required exercises")],
)
def test_enrol_page_counts_the_exercises_as_the_path_does(
    visitor, cast, aino, from_stage, words
):
    cast.course.exercises.filter(key="m1e2").update(required_from_stage=from_stage)
    assert words in text_of(visitor.get(address("enrol", cast.cohort.uuid)))
    needed = cast.progress()["exercises"].needed
    assert text_of(aino.get(address("my_path"))).count(f"0/{needed}")
    assert words.startswith(str(needed))


def test_person_enrols_and_is_led_to_choose_a_team(visitor, person, cast):
    response = visitor.post(address("enrol", cast.cohort.uuid), {"understood": "on"})
    enrolment = Enrolment.objects.get(user=person)
    assert response["Location"] == team_url(enrolment)


def test_enrolling_without_the_tick_says_what_to_do(visitor, person, cast):
    response = visitor.post(address("enrol", cast.cohort.uuid))
    assert response.status_code == 422
    assert title_of(response).startswith("Error:")
    assert not Enrolment.objects.filter(user=person).exists()


def test_closed_cohort_has_no_button(visitor, cast):
    closed = CohortFactory(
        course=cast.course, enrolment_closes_at=timezone.now() - timedelta(days=1)
    )
    response = visitor.get(address("enrol", closed.uuid))
    assert "Enrolment in this cohort is closed" in text_of(response)
    assert b'name="understood"' not in response.content


def test_enrolling_in_a_closed_cohort_is_refused(visitor, person, cast):
    closed = CohortFactory(
        course=cast.course, enrolment_closes_at=timezone.now() - timedelta(days=1)
    )
    response = visitor.post(address("enrol", closed.uuid), {"understood": "on"})
    assert response.status_code == 409
    assert not Enrolment.objects.filter(user=person).exists()


def test_enrolled_person_is_led_onward(aino, cast):
    response = aino.get(address("enrol", cast.cohort.uuid))
    assert response["Location"] == team_url(cast.aino)


def test_reader_is_led_to_the_path_and_has_no_team(visitor, person, cast):
    reading = CohortFactory(course=cast.course, kind=CohortKind.READING)
    response = visitor.post(address("enrol", reading.uuid), {"understood": "on"})
    assert response["Location"] == address("my_path")
    page = visitor.get(address("my_path"))
    assert "Read the course" in text_of(page)


def test_one_press_makes_a_team_of_one(new_browser, newcomer):
    response = new_browser.post(team_url(newcomer), {"do": "alone"})
    assert response["Location"] == address("my_path")
    assert Team.objects.for_enrolment(newcomer).get().name == str(newcomer.user)


def test_second_press_makes_no_second_team(new_browser, newcomer):
    new_browser.post(team_url(newcomer), {"do": "alone"})
    new_browser.post(team_url(newcomer), {"do": "alone"})
    assert newcomer.memberships.count() == 1


def new_team(**changes):
    filled = {
        "do": "form",
        "new-name": "Kotipiha",
        "new-organisation": "Asukasyhdistys ry",
        "new-stage": "pilot",
        "new-language": "sv",
    }
    return filled | changes


def test_team_is_formed_with_its_stage_and_language(new_browser, newcomer):
    new_browser.post(team_url(newcomer), new_team())
    team = Team.objects.for_enrolment(newcomer).get()
    assert (team.name, team.stage, team.language) == ("Kotipiha", Stage.PILOT, "sv")


def test_team_without_a_name_keeps_the_rest_of_the_form(new_browser, newcomer):
    response = new_browser.post(team_url(newcomer), new_team(**{"new-name": ""}))
    assert response.status_code == 422
    assert title_of(response).startswith("Error:")
    assert "Asukasyhdistys ry" in response.content.decode()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower()])
def test_team_is_joined_by_its_code(new_browser, newcomer, cast, typed):
    code = typed.format(cast.team.join_code.lower())
    new_browser.post(team_url(newcomer), {"do": "join", "code": code})
    assert Team.objects.for_enrolment(newcomer).get() == cast.team


def test_unknown_code_says_so_beside_the_field(new_browser, newcomer):
    response = new_browser.post(team_url(newcomer), {"do": "join", "code": "ABCD2345"})
    assert response.status_code == 422
    assert "No team of this cohort has this code" in text_of(response)
    assert "ABCD2345" in response.content.decode()


def test_full_team_says_so(new_browser, newcomer, cast):
    cast.newcomer(cast.team)
    cast.newcomer(cast.team)
    code = cast.team.join_code
    response = new_browser.post(team_url(newcomer), {"do": "join", "code": code})
    assert "The team is full" in text_of(response)


def test_team_page_shows_members_and_the_code(aino, cast):
    text = text_of(aino.get(team_url(cast.aino)))
    assert "Mikko Rautio" in text
    assert cast.team.join_code in text


def test_changed_stage_is_saved(aino, cast):
    filled = {"do": "details", "team-name": "Työpari", "team-stage": "use"}
    aino.post(team_url(cast.aino), filled | {"team-language": "fi"})
    cast.team.refresh_from_db()
    assert cast.team.stage == Stage.USE


def test_faulty_details_keep_the_name_in_the_heading(aino, cast):
    filled = {"do": "details", "team-name": "", "team-stage": "use"}
    response = aino.post(team_url(cast.aino), filled | {"team-language": "fi"})
    assert response.status_code == 422
    assert "<h1>Työpari</h1>" in response.content.decode()


def test_person_leaves_the_team_and_may_choose_again(mikko, cast):
    mikko.post(team_url(cast.mikko), {"do": "leave"})
    assert "With whom do you work?" in text_of(mikko.get(team_url(cast.mikko)))


def test_team_page_of_another_person_is_not_found(laila, cast):
    assert laila.get(team_url(cast.aino)).status_code == 404
    assert laila.post(team_url(cast.aino), {"do": "leave"}).status_code == 404


@pytest.mark.parametrize("bad", ["🚀", "\u202e"])
def test_organisation_that_can_not_be_printed_is_refused_where_it_is_typed(
    new_browser, newcomer, bad
):
    typed = f"Asukasyhdistys {bad} ry"
    posted = new_team(**{"new-organisation": typed})
    response = new_browser.post(team_url(newcomer), posted)
    assert response.status_code == 422
    named = "U+202E" if bad == "\u202e" else bad
    assert f"{named} can't be printed on the certificate" in text_of(response)
    assert typed in response.content.decode()
    assert not newcomer.memberships.exists()
