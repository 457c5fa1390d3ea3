"""The coach's queue: whose answers, in what order, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.enums import CohortKind
from courses.models import CohortCoach
from tests.courses.factories import CohortFactory, UserFactory, more_like

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.coach)

    def get(**query):
        return client.get(reverse("valmentamo_courses:desk"), query)

    return get


def waiting_names(response) -> list[str]:
    return [item.version.submission.team.name for item in response.context["items"]]


def test_the_longest_waiting_answer_comes_first(desk, cast):
    now = timezone.now()
    cast.submit("m1e1", at=now - timedelta(days=1))
    cast.submit("m1e1", enrolment=cast.laila, at=now - timedelta(days=3))
    assert waiting_names(desk()) == ["Varamummola", "Työpari"]


def test_an_answer_older_than_promised_is_said_to_be_late(desk, cast):
    cast.submit("m1e1", at=timezone.now() - timedelta(days=8))
    page = desk().content.decode()
    assert 'class="late num"' in page
    assert desk().context["waiting"].late == 1


def test_an_answer_of_the_promised_age_is_not_late_yet(desk, cast):
    cast.submit("m1e1", at=timezone.now() - timedelta(days=7))
    assert desk().context["waiting"].late == 0


def test_an_answered_round_leaves_the_queue(desk, cast):
    cast.accept(cast.submit("m1e1"))
    assert waiting_names(desk()) == []


def test_an_empty_queue_says_that_everything_is_read(desk):
    assert 'id="h-empty"' in desk().content.decode()


def test_another_cohorts_answers_are_not_in_the_queue(client, cast):
    cast.submit("m1e1")
    stranger = UserFactory()
    other = CohortFactory(course=cast.course)
    CohortCoach.objects.create(cohort=other, user=stranger)
    client.force_login(stranger)
    response = client.get(reverse("valmentamo_courses:desk"))
    assert waiting_names(response) == []


def test_a_substitute_sees_the_queue_of_the_coach_who_is_away(client, cast):
    cast.submit("m1e1")
    today = timezone.localdate()
    substitute = UserFactory()
    CohortCoach.objects.filter(user=cast.coach).update(
        substitute=substitute, absent_from=today, absent_until=today
    )
    client.force_login(substitute)
    response = client.get(reverse("valmentamo_courses:desk"))
    assert waiting_names(response) == ["Työpari"]


def test_a_coach_who_is_a_member_does_not_meet_the_own_teams_work(client, cast):
    cast.submit("m1e1")
    CohortCoach.objects.create(cohort=cast.cohort, user=cast.mikko.user)
    client.force_login(cast.mikko.user)
    response = client.get(reverse("valmentamo_courses:desk"))
    assert waiting_names(response) == []


def test_the_queue_of_one_cohort_can_be_chosen(desk, cast):
    cast.submit("m1e1")
    other = CohortFactory(course=cast.course, kind=CohortKind.ROLLING)
    CohortCoach.objects.create(cohort=other, user=cast.coach)
    assert waiting_names(desk(cohort=str(other.uuid))) == []
    assert waiting_names(desk(cohort=str(cast.cohort.uuid))) == ["Työpari"]


def test_a_foreign_cohort_can_not_be_chosen(desk, cast):
    other = CohortFactory(course=cast.course)
    assert desk(cohort=str(other.uuid)).status_code == 404


def test_the_desk_is_not_there_for_a_learner(client, cast):
    client.force_login(cast.aino.user)
    assert client.get(reverse("valmentamo_courses:desk")).status_code == 404


def test_a_stranger_is_asked_to_log_in(client, cast):
    response = client.get(reverse("valmentamo_courses:desk"))
    assert response.status_code == 302


def test_the_desk_only_looks(client, cast):
    client.force_login(cast.coach)
    assert client.post(reverse("valmentamo_courses:desk")).status_code == 405


def test_a_long_queue_comes_in_pages(desk, cast):
    more_like(cast.submit("m1e1"), 30)
    assert len(desk().context["items"]) == 25
    assert len(desk(page=2).context["items"]) == 6


def test_a_thousand_waiting_answers_cost_no_more_questions_than_ten(desk, cast):
    version = cast.submit("m1e1")
    more_like(version, 9)
    desk()
    with CaptureQueriesContext(connection) as ten:
        desk()
    more_like(version, 990)
    with CaptureQueriesContext(connection) as thousand:
        assert desk().context["waiting"].count == 1000
    assert len(thousand) == len(ten)
