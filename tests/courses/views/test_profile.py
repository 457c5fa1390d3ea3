"""The criterion profile: what it draws, for whom, and what it keeps from a coach."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enums import Unit
from courses.models import CohortCoach
from tests.courses.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, cast):
    def get(person, team=None):
        client.force_login(person)
        args = [(team or cast.team).uuid]
        return client.get(reverse("valmentamo_courses:profile", args=args))

    return get


@pytest.fixture
def personal(cast):
    """The self-assessment as each person's own."""
    exercise = cast.exercise("m2e2")
    exercise.unit = Unit.PERSON
    exercise.save()


@pytest.fixture
def row(cast):
    """The row of a criterion; in the work on one exercise, where that is asked."""
    names = {"need": "Tarve ja kohderyhmä", "clarity": "Kuvauksen selkeys"}

    def find(response, key, exercise=""):
        rows = response.context["profile"].rows
        return next(
            r
            for r in rows
            if r.name.label == names[key]
            and (not exercise or r.work.exercise == cast.exercise(exercise).pk)
        )

    return find


def test_first_and_latest_round_of_a_work_are_told_apart(get, cast, row):
    cast.send_back(cast.submit("m1e1"), level=1)
    cast.accept(cast.submit("m1e1", {"answer": "a b c d e f g"}), level=3)
    need = row(get(cast.aino.user), "need")
    assert (need.first.round, need.first.level) == (1, 1)
    assert (need.latest.round, need.latest.level) == (2, 3)
    assert need.rise == 2


def test_levels_of_two_exercises_are_no_change_of_one_another(get, cast, row):
    cast.accept(cast.submit("m1e1"), level=2)
    cast.accept(cast.submit("m2e4"), level=3)
    page = get(cast.aino.user)
    levels = {
        key: (found.latest.level, found.rise)
        for key in ("m1e1", "m2e4")
        if (found := row(page, "need", key))
    }
    assert levels == {"m1e1": (2, None), "m2e4": (3, None)}
    assert page.context["profile"].mean_rise is None
    assert all(drawn.link is None for drawn in page.context["profile"].chart.rows)


def test_the_chart_has_one_row_a_criterion_and_the_table_every_work(get, cast):
    cast.accept(cast.submit("m2e4"), level=3)
    cast.accept(cast.submit("m1e1"), level=2)
    page = get(cast.aino.user)
    profile = page.context["profile"]
    names = [row.name.uuid for row in profile.telling]
    assert len(names) == len(set(names))
    need = next(row for row in profile.telling if row.label.startswith("Tarve"))
    assert need.work.exercise == cast.exercise("m2e4").pk
    assert sum(row.label.startswith("Tarve") for row in profile.rows) == 2


def test_the_chart_keeps_the_rated_exercise_until_the_portfolio_is_rated(get, cast):
    cast.submit("m2e2")
    cast.accept(cast.submit("m1e1"), level=2)
    cast.write("m2e4", {"need": "Tarve"})
    profile = get(cast.aino.user).context["profile"]
    need = next(row for row in profile.telling if row.label.startswith("Tarve"))
    assert need.work.exercise == cast.exercise("m1e1").pk


def test_each_level_is_named_by_its_exercise_and_round(get, cast):
    cast.send_back(cast.submit("m1e1"), level=1)
    cast.accept(cast.submit("m1e1", {"answer": "a b c d e f g"}), level=3)
    page = get(cast.aino.user).content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert cast.page("m1e1").title in table
    assert table.index("kierros 1") < table.index("kierros 2")


def test_a_team_mates_own_work_is_not_in_a_members_profile(get, cast, row):
    exercise = cast.exercise("m1e1")
    exercise.unit = Unit.PERSON
    exercise.save()
    cast.accept(cast.submit("m1e1"), level=2)
    assert row(get(cast.aino.user), "need").latest.level == 2
    assert row(get(cast.mikko.user), "need").work is None


def test_a_draft_review_is_not_in_the_profile(get, cast, row):
    cast.review(cast.submit("m1e1"), level=4)
    assert row(get(cast.aino.user), "need").latest is None


def test_the_self_assessment_of_the_team_is_for_all_its_members(get, cast, row):
    cast.submit("m2e2", enrolment=cast.aino)
    assert row(get(cast.mikko.user), "need").own == (2,)


def test_a_personal_self_assessment_is_not_shown_to_team_mates(
    get, cast, personal, row
):
    cast.submit("m2e2", enrolment=cast.aino)
    assert row(get(cast.aino.user), "need").own == (2,)
    assert row(get(cast.mikko.user), "need").own == ()


def test_a_coach_sees_own_levels_when_nothing_waits(get, cast, row):
    cast.submit("m2e2", enrolment=cast.aino)
    assert row(get(cast.coach), "need").own == (2,)


def test_own_levels_are_kept_from_a_coach_while_an_answer_waits(get, cast, row):
    cast.submit("m2e2", enrolment=cast.aino)
    cast.submit("m1e1")
    response = get(cast.coach)
    assert row(response, "need").own == ()
    assert response.context["profile"].own_hidden


def test_the_drawing_is_named_and_the_same_levels_stand_in_a_table(get, cast):
    cast.accept(cast.submit("m1e1"), level=3)
    page = get(cast.aino.user).content.decode()
    assert '<title id="chart-t">' in page
    assert "3 Vakuuttava" in page


def test_numbers_of_the_drawing_are_plain_in_every_language(client, cast):
    cast.accept(cast.submit("m1e1"), level=3)
    client.force_login(cast.aino.user)
    path = reverse("valmentamo_courses:profile", args=[cast.team.uuid])
    page = client.get(path).content.decode()
    chart = page[page.index('<svg class="chart" viewBox="0 0 8') :]
    values = re.findall(r' (?:x|y|cx|cy|width|height)="([^"]+)"', chart)
    assert values
    assert all(re.fullmatch(r"\d+", value) for value in values)


def test_an_empty_profile_says_when_it_fills_in(get, cast):
    assert 'id="h-empty"' in get(cast.aino.user).content.decode()


def test_a_difference_is_told_within_one_work_with_the_coachs_comment(get, cast, row):
    submission = cast.write("m1e1", {})
    cast.rate_self(submission, level=3)
    cast.accept(cast.submit("m1e1"), level=2)
    page = get(cast.aino.user)
    assert row(page, "need", "m1e1").gap == 1
    assert "Hyvä alku." in page.content.decode()


def test_a_portfolio_is_held_against_the_self_assessment(get, cast, row):
    cast.submit("m2e2")
    cast.accept(cast.submit("m1e1"), level=3)
    cast.accept(cast.submit("m2e4"), level=3)
    page = get(cast.aino.user)
    assert row(page, "need", "m2e4").gap == -1
    assert row(page, "need", "m1e1").gap is None


def test_another_team_can_not_open_the_profile(get, cast):
    assert get(cast.laila.user).status_code == 404


def test_a_coach_of_another_cohort_can_not_open_the_profile(get, cast):
    CohortCoach.objects.all().delete()
    assert get(cast.coach).status_code == 404


def test_a_stranger_can_not_open_the_profile(get):
    assert get(UserFactory()).status_code == 404


def test_more_rounds_cost_no_more_questions(get, cast):
    cast.send_back(cast.submit("m1e1"))
    cast.accept(cast.submit("m2e1"))
    get(cast.aino.user)
    with CaptureQueriesContext(connection) as one:
        get(cast.aino.user)
    cast.accept(cast.submit("m1e1", {"answer": "a b c d e f g"}))
    cast.accept(cast.submit("m1e2"))
    cast.submit("m2e2")
    with CaptureQueriesContext(connection) as several:
        get(cast.aino.user)
    assert len(several) == len(one)
