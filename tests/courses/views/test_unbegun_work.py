"""Looking at an exercise begins nothing; the first text does, at the same address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.models import DraftField, Submission
from courses.services.writing import work_on
from tests.courses.factories import words
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import form_of, text_of


@pytest.fixture
def place(cast):
    """Where the work of Aino's team on an exercise will be."""

    def find(key: str, enrolment=None):
        enrolment = enrolment or cast.aino
        return work_on(exercise=cast.exercise(key), enrolment=enrolment).uuid

    return find


@pytest.mark.parametrize("key", ["m1e1", "m1e2", "m2e1", "m2e2", "m2e4"])
def test_looking_at_an_exercise_writes_nothing(aino, url_of, key):
    assert aino.get(url_of(key)).status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["save", "submit"])
def test_first_text_begins_the_work_where_the_page_said(aino, url_of, place, name):
    form = form_of(aino.get(url_of("m1e1"))) | {"answer-answer": "Ensimmäinen."}
    aino.post(address(name, place("m1e1")), form)
    assert Submission.objects.get().uuid == place("m1e1")
    assert DraftField.objects.get().text == "Ensimmäinen."


def test_first_file_begins_the_work(aino, cast, url_of, place):
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    form = form_of(aino.get(url_of("m1e1")))
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n")
    aino.post(address("save", place("m1e1")), form | {"attachment": file})
    assert Submission.objects.get().attachments.count() == 1


def test_two_who_began_at_once_write_in_one_work(aino, mikko, url_of, place):
    pages = [form_of(browser.get(url_of("m1e1"))) for browser in (aino, mikko)]
    aino.post(address("save", place("m1e1")), pages[0] | {"answer-answer": "Aino."})
    response = mikko.post(
        address("save", place("m1e1")), pages[1] | {"answer-answer": "Mikko."}
    )
    assert Submission.objects.count() == 1
    assert response.status_code == 409
    assert "Aino" in text_of(response)


def test_portfolio_shows_accepted_answers_before_it_is_begun(aino, cast, url_of, place):
    cast.pass_exercise("m1e1", texts={"answer": words(8, "tarve")})
    form = form_of(aino.get(url_of("m2e4")))
    assert words(8, "tarve") in form.values()
    response = aino.post(
        address("save", place("m2e4")), form | {"answer-summary": "Uusi."}
    )
    assert response.status_code == 302
    texts = set(
        DraftField.objects.filter(submission__uuid=place("m2e4")).values_list(
            "text", flat=True
        )
    )
    assert {words(8, "tarve"), "Uusi."} <= texts


def test_opening_an_empty_portfolio_for_peers_says_what_it_lacks(aino, url_of, place):
    aino.get(url_of("m2e4"))
    response = aino.post(address("open_for_peers", place("m2e4")))
    assert response.status_code == 422
    assert Submission.objects.get().uuid == place("m2e4")


def test_another_team_begins_nothing_at_the_address(laila, place):
    assert laila.post(address("save", place("m1e1"))).status_code == 404
    assert not Submission.objects.exists()


def test_personal_work_of_a_team_mate_is_not_begun_by_another(mikko, cast, place):
    exercise = cast.exercise("m2e2")
    exercise.unit = "person"
    exercise.save(update_fields=["unit"])
    assert mikko.post(address("save", place("m2e2"))).status_code == 404
    assert not Submission.objects.exists()


def test_a_page_that_grew_old_begins_nothing(cast, url_of, place):
    browser = signed_in(cast.aino.user, enforce_csrf_checks=True)
    form = form_of(browser.get(url_of("m1e1"))) | {
        "answer-answer": "Vanha.",
        "csrfmiddlewaretoken": "x",
    }
    response = browser.post(address("save", place("m1e1")), form)
    assert response.status_code == 403
    assert form_of(response)["answer-answer"] == "Vanha."
    assert not Submission.objects.exists()
