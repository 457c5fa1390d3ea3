"""Who may open the page of a review, and who may post to it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.courses.factories import UserFactory, moment

from courses.models import CohortCoach, Review
from courses.services.submission import withdraw

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


def test_a_foreign_post_is_refused(cast, version):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coach)
    assert browser.post(address(version), {"save": "1"}).status_code == 403
    assert not Review.objects.exists()
