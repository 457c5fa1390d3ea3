"""Modules and lessons as a learner reads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.answers import READING_SPEED
from courses.models import ExercisePage, LessonPage, ModulePage
from courses.screens.lesson import page_minutes
from courses.services.package_pages import lesson_blocks


@pytest.fixture
def lesson(cast):
    return LessonPage.objects.filter(locale__language_code="en").order_by("path")[0]


@pytest.fixture
def html(client, cast):
    client.force_login(cast.aino.user)

    def get(page):
        response = client.get(page.url)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_a_lesson_shows_its_text_and_its_reading_time(html, lesson):
    shown = html(lesson)
    assert "A wide problem does not yet steer development." in shown
    assert "Reading time about 1 minute" in shown
    assert "<title>Delimit the problem" in shown


def test_previous_and_next_cross_the_border_of_a_module(html, cast):
    lessons = LessonPage.objects.filter(locale__language_code="en").order_by("path")
    shown = html(lessons[1])
    assert f'href="{cast.page("m1e2", "en").url}"' in shown
    assert f'href="{cast.page("m2e1", "en").url}"' in shown


def test_the_first_lesson_has_nothing_before_it(html, lesson):
    assert "Previous:" not in html(lesson)


def test_the_outline_marks_the_page_at_hand_and_tells_the_state_of_answers(
    html, cast, lesson
):
    cast.pass_exercise("m1e1")
    shown = html(lesson)
    assert 'aria-current="page">Delimit the problem' in shown
    assert 'tag tag-ok">Passed' in shown


def test_a_draft_is_not_called_a_state(html, cast, lesson):
    cast.write("m1e1", {"answer": "Alku."})
    assert "Draft" not in html(lesson)


def test_a_page_taken_down_is_not_in_the_outline(html, cast, lesson):
    cast.page("m1e2", "en").unpublish()
    assert "Partner map" not in html(lesson)


def test_a_module_shows_its_outcomes_and_where_to_begin(html, lesson):
    module = ModulePage.objects.ancestor_of(lesson).get()
    shown = html(module)
    assert "You delimit the problem." in shown
    assert "Start: Delimit the problem" in shown


def test_level_three_is_shown_where_the_module_has_one_criterion(html, cast):
    second = ModulePage.objects.filter(locale__language_code="en").order_by("path")[1]
    assert "helps you reach level 3 in Clarity" in html(second)


def test_no_level_is_shown_where_the_criteria_are_many(html, lesson):
    assert "helps you reach level" not in html(lesson)


def test_a_lesson_asks_as_many_questions_with_a_hundred_siblings(cast, client, lesson):
    client.force_login(cast.aino.user)
    module = lesson.get_parent()

    def questions():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(lesson.url).status_code == 200
        return len(queries)

    def add(numbers):
        for number in numbers:
            module.add_child(
                instance=LessonPage(title=f"Lesson {number}", locale=module.locale)
            )

    questions()
    add(range(10))
    few = questions()
    add(range(10, 100))
    assert questions() == few


@pytest.mark.django_db
def test_a_long_lesson_takes_longer_to_read():
    body = [{"type": "text", "value": f"<p>{'sana ' * READING_SPEED * 3}</p>"}]
    assert page_minutes(LessonPage(title="Pitkä", body=body)) == 3


def test_the_text_of_a_file_becomes_headings_and_paragraphs_without_markup():
    assert list(lesson_blocks("Eka <b>.\n\nToka.\n\n## Väliotsikko\n\nKolmas.")) == [
        {"type": "text", "value": "<p>Eka &lt;b&gt;.</p><p>Toka.</p>"},
        {"type": "heading", "value": "Väliotsikko"},
        {"type": "text", "value": "<p>Kolmas.</p>"},
    ]


def test_examples_headings_and_texts_each_have_their_place(html, lesson):
    lesson.body = [
        {"type": "heading", "value": "Mitä tehdään"},
        {"type": "example", "value": {"heading": "Työpari", "text": "<p>Pari.</p>"}},
    ]
    lesson.save()
    shown = html(lesson)
    assert "<h2>Mitä tehdään</h2>" in shown
    assert '<h2 class="h4">Työpari</h2>' in shown


def test_every_exercise_is_named_as_one_in_the_outline(html, lesson):
    module = ModulePage.objects.ancestor_of(lesson).get()
    shown = html(lesson)
    for page in ExercisePage.objects.child_of(module):
        assert f"Exercise: {page.title}" in shown
