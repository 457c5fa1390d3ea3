"""Who gets to a course's pages, and by which doors nobody may get round."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from courses.enums import EnrolmentState
from courses.models import (
    CohortCoach,
    CourseIndexPage,
    CoursePage,
    ExercisePage,
    LessonPage,
    ModulePage,
)
from tests.courses.factories import UserFactory


def page(model, language="fi"):
    return model.objects.filter(locale__language_code=language).order_by("path").first()


INSIDE = [ModulePage, LessonPage, ExercisePage]


@pytest.mark.parametrize("model", INSIDE)
def test_a_stranger_is_asked_to_log_in_and_sent_on(cast, client, model):
    url = page(model).url
    response = client.get(url)
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("model", INSIDE)
def test_a_person_of_another_course_gets_a_404(cast, client, model):
    client.force_login(UserFactory())
    assert client.get(page(model).url).status_code == 404


@pytest.mark.parametrize("model", [ModulePage, LessonPage])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_learner_reads_in_every_language(cast, client, model, language):
    client.force_login(cast.aino.user)
    assert client.get(page(model, language).url).status_code == 200


def test_the_coach_of_a_cohort_reads_the_lessons(cast, client):
    client.force_login(cast.coach)
    assert client.get(page(LessonPage).url).status_code == 200


def test_a_coach_whose_time_is_over_does_not(cast, client):
    CohortCoach.objects.update(ends_on="2020-01-01", starts_on="2019-01-01")
    client.force_login(cast.coach)
    assert client.get(page(LessonPage).url).status_code == 404


def test_a_person_who_left_the_course_gets_a_404(cast, client):
    cast.aino.state = EnrolmentState.LEFT
    cast.aino.save()
    client.force_login(cast.aino.user)
    assert client.get(page(LessonPage).url).status_code == 404


def test_the_staff_of_the_cms_read_the_lessons(cast, client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(page(LessonPage).url).status_code == 200


def test_the_catalogue_and_the_course_page_are_public(cast, client):
    assert client.get(page(CourseIndexPage).url).status_code == 200
    assert client.get(page(CoursePage).url).status_code == 200


@pytest.mark.parametrize(
    ("taken_down", "asked"),
    [
        (ModulePage, LessonPage),
        (CoursePage, LessonPage),
        (CoursePage, ExercisePage),
        (CoursePage, ModulePage),
        (CourseIndexPage, LessonPage),
        (CourseIndexPage, CoursePage),
        (LessonPage, LessonPage),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "learner", "staff"])
def test_nothing_is_reachable_under_a_page_that_was_taken_down(
    cast, client, taken_down, asked, who
):
    url = page(asked).url
    page(taken_down).unpublish()
    if who != "stranger":
        staff = UserFactory(is_superuser=True)
        client.force_login(cast.aino.user if who == "learner" else staff)
    assert client.get(url).status_code == 404


def test_a_course_taken_down_in_one_language_stays_in_the_others(cast, client):
    page(CoursePage).unpublish()
    client.force_login(cast.aino.user)
    assert client.get(page(LessonPage, "sv").url).status_code == 200


def test_search_names_no_page_inside_a_course(cast, client):
    for person in (None, cast.aino.user):
        if person:
            client.force_login(person)
        found = client.get("/search/?q=ongelma").content.decode()
        assert page(LessonPage).url not in found
        assert page(ExercisePage).url not in found


def test_the_map_of_the_site_leaves_out_what_is_inside(cast):
    for model in INSIDE:
        assert page(model).get_sitemap_urls() == []
    assert page(CoursePage).get_sitemap_urls()


# ---- documents ----
@pytest.fixture
def document(cast):
    made = Document(title="Ohje", file=ContentFile(b"%PDF-1.4 ohje", name="ohje.pdf"))
    made.save()
    lesson = page(LessonPage)
    link = f'<p><a linktype="document" id="{made.pk}">Ohje</a></p>'
    lesson.body = [{"type": "text", "value": link}]
    lesson.save()
    ReferenceIndex.create_or_update_for_object(lesson)
    yield made
    made.file.delete()


def test_a_document_of_a_lesson_is_for_those_who_may_read_it(cast, client, document):
    assert client.get(document.url).status_code == 302
    client.force_login(UserFactory())
    assert client.get(document.url).status_code == 404
    client.force_login(cast.laila.user)
    assert client.get(document.url).status_code == 200


def test_a_document_that_a_public_page_uses_as_well_is_public(cast, client, document):
    public = page(CoursePage)
    ReferenceIndex.objects.create(
        content_type=public.content_type,
        base_content_type=ReferenceIndex._get_base_content_type(public),
        object_id=str(public.pk),
        to_content_type=ReferenceIndex._get_base_content_type(document),
        to_object_id=str(document.pk),
        model_path="summary",
        content_path="summary",
        content_path_hash=ReferenceIndex._get_content_path_hash("summary"),
    )
    assert client.get(document.url).status_code == 200


def test_a_document_that_no_page_uses_is_served_as_wagtail_serves_it(cast, client):
    made = Document(title="Muu", file=ContentFile(b"%PDF-1.4 muu", name="muu.pdf"))
    made.save()
    assert client.get(made.url).status_code == 200
    made.file.delete()


def test_the_gate_asks_the_same_number_of_questions_for_any_course(cast, client):
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.aino.user)
    client.get(page(LessonPage).url)
    with CaptureQueriesContext(connection) as queries:
        client.get(page(LessonPage).url)
    assert len(queries) < 40
