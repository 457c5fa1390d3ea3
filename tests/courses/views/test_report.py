"""The cohort report: who may read it, what it counts, at what cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.enums import Unit
from tests.courses.factories import CohortFactory, UserFactory, more_like

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, cast):
    def get(person=None, cohort=None):
        client.force_login(person or cast.coach)
        args = [(cohort or cast.cohort).uuid]
        return client.get(reverse("valmentamo_courses:report", args=args))

    return get


@pytest.fixture
def centre():
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(
            codename="view_cohort", content_type__app_label="valmentamo_courses"
        ),
    )
    return person


def states(response, title: str) -> list[str]:
    lines = response.context["report"].states
    return [c.state for c in next(x for x in lines if x.title == title).cells]


def heat(response, label: str):
    lines = response.context["report"].heat
    return next(x for x in lines if x.name.label == label)


def test_each_team_has_its_state_in_each_exercise(get, cast):
    cast.accept(cast.submit("m1e1"))
    cast.send_back(cast.submit("m1e1", enrolment=cast.laila))
    assert states(get(), "Ongelma yhdessä kappaleessa") == ["accepted", "returned"]


def test_personal_work_is_counted_by_person(get, cast):
    exercise = cast.exercise("m2e2")
    exercise.unit = Unit.PERSON
    exercise.save()
    cast.submit("m2e2", enrolment=cast.aino)
    lines = get().context["report"].states
    cells = next(x for x in lines if x.title == "Itsearviointi").cells
    assert [(c.done, c.of) for c in cells] == [(1, 2), (0, 1)]


def test_the_heat_table_has_the_latest_level(get, cast):
    cast.send_back(cast.submit("m1e1"), level=1)
    cast.accept(cast.submit("m1e1", {"answer": "a b c d e f g"}), level=3)
    line = heat(get(), "Tarve ja kohderyhmä")
    assert [cell.level for _team, cell in line.cells] == [3, None]
    assert line.mean == 3


def test_a_gate_that_is_not_met_is_flagged_in_words(get, cast):
    version = cast.submit("m2e4")
    cast.send_back(version, level=1)
    page = get().content.decode()
    assert "c1 flag" in page
    assert [a.kind for a in get().context["report"].attention] == ["gate"]


def test_work_that_was_returned_twice_asks_for_attention(get, cast):
    cast.send_back(cast.submit("m1e1"))
    cast.send_back(cast.submit("m1e1", {"answer": "a b c d e f g"}))
    attention = get().context["report"].attention
    assert [(a.kind, a.times) for a in attention] == [("returned", 2)]


def test_what_waits_and_what_is_late_is_counted(get, cast):
    now = timezone.now()
    cast.submit("m1e1", at=now - timedelta(days=9))
    cast.submit("m1e1", enrolment=cast.laila, at=now - timedelta(days=1))
    waiting = get().context["report"].waiting
    assert (waiting.count, waiting.late, waiting.longest) == (2, 1, 9)


def test_each_coach_has_the_answers_given(get, cast):
    cast.accept(cast.submit("m1e1"))
    flow = get().context["report"].flow
    assert [(x.name, x.given) for x in flow] == [(str(cast.coach), 1)]


def test_the_coachs_reading_is_not_logged(get):
    get()
    assert not ModelLogEntry.objects.filter(action__contains="read_report").exists()


def test_the_centre_may_read_and_leaves_a_trace(get, cast, centre):
    assert get(centre).status_code == 200
    entry = ModelLogEntry.objects.get(action="valmentamo_courses.read_report")
    assert (entry.user, entry.object_id) == (centre, str(cast.cohort.pk))


def test_only_a_coach_gets_links_to_the_profiles(get, cast, centre):
    address = reverse("valmentamo_courses:profile", args=[cast.team.uuid])
    assert address in get().content.decode()
    assert address not in get(centre).content.decode()


def test_the_permission_alone_does_not_open_it_without_the_cms(get, cast):
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(
            codename="view_cohort", content_type__app_label="valmentamo_courses"
        )
    )
    assert get(person).status_code == 404


def test_a_learner_can_not_read_the_report(get, cast):
    assert get(cast.aino.user).status_code == 404


def test_a_coach_can_not_read_another_cohorts_report(get, cast):
    other = CohortFactory(course=cast.course)
    assert get(cohort=other).status_code == 404


def test_a_cohort_without_teams_says_so(get, cast, centre):
    other = CohortFactory(course=cast.course)
    assert 'id="h-empty"' in get(centre, other).content.decode()


def test_a_thousand_submissions_cost_no_more_questions_than_ten(get, cast):
    version = cast.submit("m1e1")
    cast.accept(cast.submit("m1e1", enrolment=cast.laila))
    more_like(version, 8)
    get()
    with CaptureQueriesContext(connection) as ten:
        get()
    more_like(version, 990)
    with CaptureQueriesContext(connection) as thousand:
        assert get().context["report"].waiting.count == 999
    assert len(thousand) == len(ten)
