"""The catalogue and a course's own page, for strangers and for those on the course."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from courses.enums import CohortKind
from courses.models import Cohort, CourseIndexPage, CoursePage, Enrolment, LessonPage
from courses.screens.catalogue import language_names, start_words
from tests.courses.factories import CohortFactory, UserFactory


@pytest.fixture
def course_page(cast):
    return CoursePage.objects.get(locale__language_code="en")


@pytest.fixture
def html(client, course_page):
    def get(user=None, page=course_page):
        if user:
            client.force_login(user)
        response = client.get(page.url)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_the_catalogue_lists_the_courses_of_its_language(cast, html):
    index = CourseIndexPage.objects.get(locale__language_code="sv")
    shown = html(page=index)
    assert "Kort kurs" in shown
    assert "Short course" not in shown


def test_the_catalogue_says_when_nothing_is_open(cast, html):
    Cohort.objects.update(enrolment_closes_at=timezone.now() - timedelta(days=1))
    index = CourseIndexPage.objects.get(locale__language_code="en")
    assert "Enrolment is closed" in html(page=index)


def test_the_course_page_tells_what_the_course_is(html, cast):
    shown = html()
    for text in (
        "You write out one need and gather a short description of it.",
        "Anyone who tries the training",
        "5 fields",
        "Delimit the problem",
        "The problem in one paragraph",
        "You receive a certificate when the exercises",
    ):
        assert escape(text) in shown


def test_the_rubric_can_be_read_before_one_enrols(html):
    shown = html()
    assert "See the rubric, 10 criteria" in shown
    assert "Need and target group" in shown
    assert "no target group is delimited" in shown


def test_what_is_for_assessors_only_is_not_on_the_course_page(html, cast):
    note = cast.course.rubric_version.assessor_note.localize("en")
    assert escape(note) not in html()


def test_a_stranger_gets_no_links_into_the_course(html, course_page):
    lesson = LessonPage.objects.descendant_of(course_page).first()
    assert f'href="{lesson.url}"' not in html()


def test_a_learner_gets_links_and_sees_where_they_are(html, cast, course_page):
    lesson = LessonPage.objects.descendant_of(course_page).first()
    shown = html(cast.aino.user)
    assert f'href="{lesson.url}"' in shown
    assert "You are on this course" in shown
    assert cast.cohort.name in shown


def test_a_learner_sees_the_state_of_each_answer(html, cast):
    cast.submit("m1e1")
    assert "Submitted for feedback" in html(cast.aino.user)


def test_an_open_cohort_can_be_joined(html, cast):
    assert f"/en/ilmoittaudu/{cast.cohort.uuid}/" in html()


@pytest.mark.parametrize("moved", [-1, 1])
def test_a_cohort_that_is_not_open_is_not_offered(html, cast, moved):
    when = timezone.now() + timedelta(days=moved)
    if moved < 0:
        Cohort.objects.update(enrolment_closes_at=when)
    else:
        Cohort.objects.update(enrolment_opens_at=when)
    shown = html()
    assert str(cast.cohort.uuid) not in shown
    assert "No cohort takes new participants right now." in shown


def test_the_cohort_that_starts_first_is_the_one_to_choose(html, cast):
    dated = CohortFactory(
        course=cast.course,
        name="Spring",
        kind=CohortKind.DATED,
        starts_on=timezone.localdate() + timedelta(days=9),
    )
    shown = html()
    assert shown.index("Spring") < shown.index(cast.cohort.name)
    assert shown.count("btn-go") == 1
    assert dated.name in shown


def test_coaches_are_named_and_never_by_their_address(html, cast):
    shown = html()
    assert "Sirkka Vuorela" in shown
    assert cast.coach.email not in shown


def test_a_coach_without_a_name_is_left_out(html, cast):
    cast.coach.first_name = cast.coach.last_name = ""
    cast.coach.save()
    assert cast.coach.email not in html()


def test_the_language_switch_leads_to_the_same_course(html):
    shown = html()
    swedish = CoursePage.objects.get(locale__language_code="sv")
    assert f'href="{swedish.url}"' in shown


def test_crumbs_lead_back_to_the_catalogue(html):
    index = CourseIndexPage.objects.get(locale__language_code="en")
    assert f'<a href="{index.url}">' in html()


def test_a_person_who_is_in_another_cohort_is_not_asked_to_enrol_again(html, cast):
    CohortFactory(course=cast.course, name="Autumn")
    assert "Autumn" not in html(cast.aino.user)


def test_the_course_page_asks_as_many_questions_with_a_hundred_cohorts(
    cast, client, course_page
):
    def questions():
        with CaptureQueriesContext(connection) as queries:
            client.get(course_page.url)
        return len(queries)

    questions()
    CohortFactory.create_batch(10, course=cast.course)
    few = questions()
    CohortFactory.create_batch(90, course=cast.course)
    assert questions() == few


def test_the_catalogue_asks_as_many_questions_with_more_courses(cast, client):
    index = CourseIndexPage.objects.get(locale__language_code="fi")
    page = CoursePage.objects.get(locale__language_code="fi")

    def questions():
        with CaptureQueriesContext(connection) as queries:
            client.get(index.url)
        return len(queries)

    questions()
    few = questions()
    for number in range(3):
        page.copy(
            keep_live=True, update_attrs={"slug": f"kurssi-{number}", "title": "Kurssi"}
        )
    assert questions() == few


def test_names_of_languages_follow_the_page(settings):
    from django.utils.translation import override

    with override("fi"):
        assert language_names(["en", "sv", "xx"]) == "ruotsi, englanti"
    with override("en"):
        assert language_names(["fi"]) == "Finnish"


def test_a_cohort_that_has_begun_can_be_started_at_any_time():
    assert start_words(None) == start_words(timezone.localdate())


def test_being_a_coach_elsewhere_gives_no_place_on_the_course(html, cast):
    assert "You are on this course" not in html(UserFactory())
    assert Enrolment.objects.count() == 3
