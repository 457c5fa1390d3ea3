"""The front page and the search show courses, never what is inside them."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def course(tree):
    from tests.courses.factories import make_course

    return make_course()


def test_the_front_page_lists_a_live_course_in_each_language(client, course):
    for front in ("/", "/sv/", "/en/"):
        cards = client.get(front).context["courses"]
        assert len(cards) == 1
        page = client.get(cards[0].url)
        assert page.status_code == 200
        assert cards[0].title in page.content.decode()


def test_search_finds_the_course_but_no_lesson(client, course):
    from courses.models import LessonPage

    card = client.get("/").context["courses"][0]
    lesson = LessonPage.objects.filter(locale__language_code="fi").first()
    by_course = client.get("/search/", {"q": card.title}).context["results"]
    by_lesson = client.get("/search/", {"q": lesson.title}).context["results"]
    assert card.title in [page.title for page in by_course]
    assert lesson.pk not in [page.pk for page in by_lesson]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, ("Open", "ok")),
        (
            {"enrolment_closes_at": datetime(2999, 1, 8, 21, 59, tzinfo=UTC)},
            ("Enrol by 8 Jan 2999", "next"),
        ),
    ],
)
def test_a_card_says_what_to_do_now(client, course, dates, words):
    from tests.courses.factories import CohortFactory

    CohortFactory(course=course, **dates)
    card = client.get("/en/").context["courses"][0]
    assert (card.state, card.state_kind) == words
    assert card.starts == "Start at any time"


def test_a_course_without_an_open_cohort_says_so(client, course):
    card = client.get("/en/").context["courses"][0]
    assert (card.state, card.state_kind) == ("Enrolment is closed", "")
