"""My path: one next step, what is missing, levels, feedback."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Enrolment
from tests.courses.factories import UserFactory, answer_for, give_peer_feedback
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import text_of


def path_of(browser):
    return browser.get(address("my_path"))


def buttons(response) -> int:
    return response.content.decode().count("btn-go")


def test_person_without_a_course_sees_where_to_begin(db, short_course):
    page = path_of(signed_in(UserFactory()))
    assert "The path begins with a course" in text_of(page)


def test_first_step_is_a_team(cast):
    page = path_of(signed_in(cast.newcomer().user))
    assert "Choose with whom you work" in text_of(page)


def test_first_exercise_is_begun(aino):
    page = path_of(aino)
    assert "Begin: The problem in one paragraph" in text_of(page)
    assert buttons(page) == 1


def test_looking_at_an_exercise_is_not_a_beginning(aino, url_of):
    aino.get(url_of("m1e1"))
    assert "Begin: The problem in one paragraph" in text_of(path_of(aino))


def test_written_draft_is_continued(aino, cast):
    cast.write("m1e1", {"answer": "Alku"})
    assert "Continue: The problem in one paragraph" in text_of(path_of(aino))


def test_returned_answer_comes_first(aino, cast):
    decision = cast.send_back(cast.submit("m1e1"))
    page = path_of(aino)
    assert "Complete: The problem in one paragraph" in text_of(page)
    assert address("feedback", decision.version.uuid) in page.content.decode()
    assert buttons(page) == 1


def test_submitted_answer_says_when_the_coach_answers(aino, cast):
    cast.submit("m1e1")
    assert "your coach will answer by" in text_of(path_of(aino))


def test_conditions_count_what_has_been_passed(aino, cast):
    cast.pass_exercise("m1e1")
    assert "Required exercises passed: 1/" in text_of(path_of(aino))


def test_levels_are_the_coachs_latest(aino, cast):
    cast.send_back(cast.submit("m1e1"))
    cast.accept(cast.submit("m1e1"), level=3)
    text = text_of(path_of(aino))
    assert "3 Convincing" in text
    assert "1 Starting" not in text


def test_latest_feedback_is_shown_with_its_writer(aino, cast):
    cast.accept(cast.submit("m1e1"))
    text = text_of(path_of(aino))
    assert "Hyvä alku." in text
    assert "Sirkka Vuorela" in text


def test_levels_before_the_decision_are_not_shown(aino, cast):
    cast.review(cast.submit("m1e1"), level=3)
    text = text_of(path_of(aino))
    assert "Hyvä alku." not in text
    assert "No feedback yet" in text


def finish(cast, enrolment):
    for exercise in cast.exercises.values():
        if exercise.rated_by == "coach":
            cast.accept(cast.submit(exercise.key, enrolment=enrolment))
        elif exercise.type == "self_assessment":
            cast.submit(exercise.key, enrolment=enrolment)


@pytest.fixture
def finished(cast):
    """Laila has done everything except the details for the certificate."""
    for name in ("Ensimmäinen", "Toinen"):
        author = cast.newcomer_with_team(name)
        cast.write(cast.portfolio.key, answer_for(cast.portfolio), author)
        cast.open_for_peers(author)
    finish(cast, cast.laila)
    for _each in range(cast.course.peer_reviews_required):
        give_peer_feedback(cast, cast.laila)
    return cast.laila


def test_last_step_is_to_confirm_the_details(laila, finished):
    page = path_of(laila)
    assert "Confirm the details for the certificate" in text_of(page)
    assert address("certificate_details", finished.uuid) in page.content.decode()


def test_confirmed_details_complete_the_course(laila, finished):
    laila.post(
        address("certificate_details", finished.uuid),
        {"name": "Laila Sarre", "languages": ["fi"]},
    )
    page = path_of(laila)
    assert "You have completed the course" in text_of(page)
    assert buttons(page) == 1


def test_two_cohorts_are_tabs(aino, cast):
    from courses.services.enrolment import enrol
    from tests.courses.factories import CohortFactory

    second = enrol(user=cast.aino.user, cohort=CohortFactory(course=cast.course))
    newest = path_of(aino)
    assert "Choose with whom you work" in text_of(newest)
    first = aino.get(address("my_path"), {"enrolment": cast.aino.uuid})
    assert "Team Työpari" in text_of(first)
    assert str(second.uuid) in first.content.decode()


def test_path_of_another_person_is_not_chosen_by_its_uuid(laila, cast):
    page = laila.get(address("my_path"), {"enrolment": cast.aino.uuid})
    assert "Team Työpari" not in text_of(page)


@pytest.mark.parametrize(("kind", "week"), [("dated", 4), ("rolling", 2)])
def test_weeks_of_a_rolling_cohort_count_from_ones_own_first_day(
    aino, cast, kind, week
):
    now = timezone.now()
    cast.course.weeks = 10
    cast.course.save()
    cast.cohort.kind = kind
    cast.cohort.starts_on = timezone.localdate() - timedelta(weeks=3)
    cast.cohort.save()
    Enrolment.objects.filter(pk=cast.aino.pk).update(
        enrolled_at=now - timedelta(days=8)
    )
    assert path_of(aino).context["screen"].week == week
