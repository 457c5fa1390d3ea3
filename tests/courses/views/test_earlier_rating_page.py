"""A self-rating made on the public page is taken into the self-assessment."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.models import SelfRatingRecord, Submission
from courses.services.writing import work_on
from rubric.models import CriterionRating
from rubric.services.assessing import submit_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(cast):
    exercise = cast.exercise("m2e2")
    work = work_on(exercise=exercise, enrolment=cast.aino)
    return reverse("valmentamo_courses:earlier_rating", args=[work.uuid])


@pytest.fixture
def taken_along(client, cast):
    """The file, made as anybody makes it."""
    version = cast.course.rubric_version
    posted = {"version": str(version.uuid)}
    for criterion in version.criteria.all():
        posted[f"level-{criterion.key}"] = "3"
        posted[f"comment-{criterion.key}"] = f"Muistiinpano {criterion.key}"
    return client.post(reverse("valmentamo_rubric:self_rating_file"), posted).content


def send(client, address, data):
    return client.post(address, {"file": SimpleUploadedFile("oma.json", data)})


def test_its_levels_and_notes_stand_in_the_self_assessment(
    client, cast, address, taken_along
):
    client.force_login(cast.aino.user)
    response = send(client, address, taken_along)
    assert response.status_code == 302
    record = SelfRatingRecord.objects.get(enrolment=cast.aino)
    ratings = record.assessment.ratings.select_related("criterion", "level")
    assert {r.criterion.key: r.level.value for r in ratings} == {
        "need": 3,
        "collaboration": 3,
        "clarity": 3,
    }
    page = client.get(response.url).content.decode()
    assert "Muistiinpano need" in page
    assert page.count(" checked") == 3


def test_looking_at_the_door_begins_nothing(client, cast, address):
    client.force_login(cast.aino.user)
    assert client.get(address).status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"%PDF-1.7", b"x" * 300_000])
def test_another_file_is_refused_and_nothing_is_begun(client, cast, address, data):
    client.force_login(cast.aino.user)
    response = send(client, address, data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    if data:
        assert "Valitse tiedosto, jonka otit mukaan" in response.content.decode()
    assert not Submission.objects.exists()


def test_faults_are_named(client, cast, address, taken_along):
    client.force_login(cast.aino.user)
    data = json.loads(taken_along)
    data["ratings"][0]["level"] = 9
    page = send(client, address, json.dumps(data).encode()).content.decode()
    assert "ratings[0].level" in page


def test_what_was_submitted_stays_as_it_was(client, cast, taken_along):
    submission = cast.submit("m2e2").submission
    before = set(CriterionRating.objects.values_list("pk", "level"))
    client.force_login(cast.aino.user)
    address = reverse("valmentamo_courses:earlier_rating", args=[submission.uuid])
    response = send(client, address, taken_along)
    assert response.status_code == 302
    assert before < set(CriterionRating.objects.values_list("pk", "level"))


def test_a_rating_sent_at_the_same_moment_stays_as_it_was(
    client, cast, address, taken_along
):
    client.force_login(cast.aino.user)
    send(client, address, taken_along)
    rating = SelfRatingRecord.objects.get(enrolment=cast.aino).assessment
    submit_assessment(assessment=rating, by=cast.aino.user, require_all=False)
    assert send(client, address, taken_along).status_code == 302


def test_an_exercise_that_asks_no_criterion_takes_nothing_in(
    client, cast, address, taken_along
):
    cast.exercise("m2e2").exercise_criteria.all().delete()
    client.force_login(cast.aino.user)
    assert send(client, address, taken_along).status_code == 302
    assert not SelfRatingRecord.objects.exists()
