"""Who may open the page of a review, and who may post to it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import CohortCoach, Review
from courses.services.submission import withdraw
from tests.courses.factories import UserFactory, moment, words
from tests.courses.views.conftest import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return cast.submit("m1e1", {"answer": "Yksinhuoltajilla ei ole tukea lähellä."})


def address(version) -> str:
    return reverse("valmentamo_courses:review", args=[version.uuid])


@pytest.mark.parametrize("who", ["aino", "laila"])
def test_a_learner_can_not_open_the_review(client, cast, version, who):
    client.force_login(getattr(cast, who).user)
    assert client.get(address(version)).status_code == 404


def test_a_coach_of_another_cohort_can_not_open_the_review(client, version):
    client.force_login(UserFactory())
    assert client.get(address(version)).status_code == 404


def test_a_coach_whose_time_has_ended_can_not_open_the_review(client, cast, version):
    day = timezone.localdate() - timezone.timedelta(days=1)
    CohortCoach.objects.filter(user=cast.coach).update(ends_on=day)
    client.force_login(cast.coach)
    assert client.get(address(version)).status_code == 404


def test_a_round_that_was_taken_back_is_not_there(client, cast, version):
    client.force_login(cast.coach)
    withdraw(submission=version.submission, by=cast.aino.user, at=moment())
    assert client.get(address(version)).status_code == 404


def test_a_stranger_is_asked_to_log_in(client, version):
    assert client.get(address(version)).status_code == 302


def test_the_tenth_round_costs_no_more_questions_than_the_third(client, cast, version):
    def cost() -> int:
        newest = version.submission.versions.rounds().order_by("-number")[0]
        return queries(client, address(newest))

    client.force_login(cast.coach)
    cast.send_back(version)
    cast.send_back(cast.submit("m1e1", {"answer": words(9, "toinen")}))
    cast.submit("m1e1", {"answer": words(9, "kolmas")})
    few = cost()
    for number in range(4, 10):
        cast.send_back(version.submission.versions.rounds().order_by("-number")[0])
        cast.submit("m1e1", {"answer": words(9, f"kierros{number}")})
    assert cost() <= few


def test_a_foreign_post_is_refused(cast, version):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coach)
    assert browser.post(address(version), {"save": "1"}).status_code == 403
    assert not Review.objects.exists()
