"""One answer beside its criteria: what is shown, what can be decided, what is kept."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from courses.enums import SubmissionState
from courses.models import CohortCoach, Decision, Review
from tests.courses.factories import UserFactory

pytestmark = pytest.mark.django_db

ACCEPT = {"decision": "accepted", "send": "1"}
RETURN = {"decision": "returned", "send": "1"}


@pytest.fixture
def version(cast):
    return cast.submit("m1e1", {"answer": "Yksinhuoltajilla ei ole tukea lähellä."})


@pytest.fixture
def table(cast):
    return cast.submit(
        "m1e2",
        {
            "organisation": "Työpaja ry",
            "partner.1": "Yrittäjät",
            "role.1": "Jakaa tehtäviä",
            "closing": "Sopimus on uusi.",
        },
    )


@pytest.fixture
def get(client, cast):
    client.force_login(cast.coach)

    def get(version, **query):
        return client.get(address(version), query)

    return get


@pytest.fixture
def post(client, cast):
    client.force_login(cast.coach)

    def post(version, data):
        return client.post(address(version), data)

    return post


def address(version) -> str:
    return reverse("valmentamo_courses:review", args=[version.uuid])


def text(response) -> str:
    return response.content.decode()


def rated(version, level, **more) -> dict[str, str]:
    keys = [row["key"] for row in version.asked["criteria"]]
    return {f"level-{key}": str(level) for key in keys} | more


# What is shown


def test_looking_at_an_answer_begins_nothing(get, version):
    assert get(version).status_code == 200
    assert not Review.objects.exists()


def test_the_answer_stands_in_its_own_language(get, cast):
    version = cast.submit("m1e1", enrolment=cast.laila, language="sv")
    assert '<div class="answer" lang="sv">' in text(get(version))


def test_a_table_is_shown_as_a_table(get, table):
    page = text(get(table))
    assert '<th scope="col">Kumppani</th>' in page
    assert '<td data-l="Rooli">Jakaa tehtäviä</td>' in page


def test_markup_in_an_answer_is_only_text(get, cast):
    version = cast.submit("m1e1", {"answer": "<script>alert(1)</script> a b c d e f"})
    assert "<script>alert" not in text(get(version))


def test_the_prompt_that_was_sealed_is_shown(get, version):
    assert "Kuvaa ongelma 5–60 sanalla." in text(get(version))


def test_an_earlier_round_has_a_view_with_the_coachs_answer(get, cast, version):
    cast.send_back(version)
    second = cast.submit("m1e1", {"answer": "Nyt tekstissä on myös luku 610 perhettä."})
    page = text(get(second, view="round-1"))
    assert "Yksinhuoltajilla ei ole tukea" in page
    assert "Hyvä alku." in page


def test_the_changes_since_the_round_before_are_marked(get, cast, version):
    cast.send_back(version)
    second = cast.submit("m1e1", {"answer": "Yksinhuoltajilla ei ole apua lähellä."})
    page = text(get(second, view="changes"))
    assert "<del>tukea</del><ins>apua</ins>" in page


def test_a_round_that_is_not_there_is_not_found(get, version):
    assert get(version, view="round-9").status_code == 404


def test_the_level_of_the_round_before_is_told(get, cast, version):
    cast.send_back(version, level=1)
    second = cast.submit("m1e1", {"answer": "Nyt tekstissä on myös luku 610 perhettä."})
    assert get(second).context["sheet"].hints["need"].previous.level == 1


# The own rating waits for the coach's


def test_own_levels_are_hidden_until_the_coach_has_saved_one(get, post, cast):
    version = cast.submit("m2e1")
    assert get(version).context["sheet"].hints["clarity"].own == ()
    post(version, {"save": "1", "level-clarity": "3"})
    assert get(version).context["sheet"].hints["clarity"].own == (2,)


def test_a_saved_comment_alone_does_not_open_the_own_levels(get, post, cast):
    version = cast.submit("m2e1")
    post(version, {"save": "1", "comment-clarity": "Luen vielä."})
    assert get(version).context["sheet"].hints["clarity"].own == ()


# Saving


def test_a_draft_is_kept_and_shown_again(get, post, version):
    post(version, {"save": "1", "level-need": "2", "comment-need": "Kerro lähde."})
    page = text(get(version))
    assert "Kerro lähde." in page
    assert get(version).context["rows"][0][0].chosen.startswith("2 ")


def test_a_draft_may_leave_everything_open(post, version):
    assert post(version, {"save": "1"}).status_code == 302


def test_the_team_does_not_see_a_draft(post, version):
    post(version, {"save": "1", "level-need": "1"})
    version.submission.refresh_from_db()
    assert version.submission.state == SubmissionState.SUBMITTED
    assert not Decision.objects.exists()


# Deciding


@pytest.mark.parametrize("level", [2, 3, 4])
def test_an_answer_at_level_two_or_above_is_accepted(post, version, level):
    assert post(version, rated(version, level, **ACCEPT)).status_code == 302
    version.submission.refresh_from_db()
    assert version.submission.state == SubmissionState.ACCEPTED


@pytest.mark.parametrize("level", ["1", "na"])
def test_below_level_two_accepting_is_refused_and_the_rule_is_told(
    post, version, level
):
    response = post(version, rated(version, level, **ACCEPT))
    assert response.status_code == 422
    assert response.context["form"].errors["decision"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("level", ["1", "na"])
def test_below_level_two_the_answer_is_returned(post, version, level):
    assert post(version, rated(version, level, **RETURN)).status_code == 302
    version.submission.refresh_from_db()
    assert version.submission.state == SubmissionState.RETURNED


def test_at_level_two_a_return_must_name_a_part(post, version):
    response = post(version, rated(version, 2, **RETURN))
    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_a_part_named_in_words_allows_a_return(post, version):
    data = rated(version, 2, missing="Syy puuttuu.", **RETURN)
    assert post(version, data).status_code == 302
    assert Decision.objects.get().missing == "Syy puuttuu."


def test_a_ticked_part_allows_a_return(post, table):
    data = rated(table, 3, unanswered=["closing"], **RETURN)
    assert post(table, data).status_code == 302
    assert Decision.objects.get().unanswered == ["closing"]


def test_a_part_that_was_not_asked_can_not_be_ticked(post, table):
    data = rated(table, 3, unanswered=["budget"], **RETURN)
    assert post(table, data).status_code == 422


def test_a_level_is_asked_for_before_sending(post, version):
    response = post(version, {**ACCEPT, "comment-need": "Valmis"})
    assert response.status_code == 422
    assert 'href="#id_level-need"' in text(response)


def test_a_decision_is_asked_for_before_sending(post, version):
    response = post(version, rated(version, 3, send="1"))
    assert response.status_code == 422
    assert 'href="#id_decision"' in text(response)


def test_what_was_typed_is_kept_when_sending_is_refused(post, version):
    data = rated(version, 1, **ACCEPT, **{"comment-need": "Rajaa ongelma."})
    assert "Rajaa ongelma." in text(post(version, data))


def test_a_comment_that_is_too_long_is_kept_and_the_limit_told(post, version):
    long = "ä" * 5001
    response = post(version, {"save": "1", "comment-need": long})
    assert response.status_code == 422
    assert long in text(response)


def test_after_sending_the_next_answer_in_the_queue_opens(post, cast, version):
    following = cast.submit("m1e1", enrolment=cast.laila)
    response = post(version, rated(version, 3, **ACCEPT))
    assert response.url == address(following)


def test_after_the_last_answer_the_desk_opens(post, version):
    response = post(version, rated(version, 3, **ACCEPT))
    assert response.url == reverse("valmentamo_courses:desk")


def test_a_double_click_sends_once(post, version):
    data = rated(version, 3, **ACCEPT)
    assert post(version, data).status_code == 302
    assert post(version, data).status_code == 302
    assert Decision.objects.count() == 1


# The session ended meanwhile


@pytest.fixture
def logged_out(client, cast, version):
    """The form of a coach whose session ended, posted with a comment."""
    client.force_login(cast.coach)
    writer = client.get(address(version)).context["writer"]
    client.logout()
    data = {"send": "1", "writer": writer, "comment-need": "Kirjoitin tätä kauan."}
    return client.post(address(version), data)


def test_what_was_written_after_the_session_ended_comes_back(
    client, cast, version, logged_out
):
    assert logged_out.status_code == 302
    client.force_login(cast.coach)
    response = client.get(address(version))
    assert response.context["restored"]
    assert "Kirjoitin tätä kauan." in text(response)
    assert not Review.objects.exists()


def test_the_kept_text_goes_once_it_is_saved(client, cast, version, logged_out):
    client.force_login(cast.coach)
    client.post(address(version), {"save": "1", "comment-need": "Kirjoitin."})
    assert not client.get(address(version)).context["restored"]


def test_another_coach_does_not_get_the_kept_text(
    client, version, colleague, logged_out
):
    client.force_login(colleague)
    assert "Kirjoitin tätä kauan." not in text(client.get(address(version)))


def test_a_stranger_can_not_leave_a_text_behind(client, cast, version):
    client.post(address(version), {"writer": "x", "comment-need": "Huijaus"})
    client.force_login(cast.coach)
    assert "Huijaus" not in text(client.get(address(version)))


def test_a_log_in_in_another_tab_loses_nothing(cast, version):
    """Logging in gives a new token, so the one on the open page is old."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coach)
    writer = browser.get(address(version)).context["writer"]
    data = {"save": "1", "writer": writer, "comment-need": "Kirjoitin tätä kauan."}
    response = browser.post(address(version), data, follow=True)
    assert response.context["restored"]
    assert "Kirjoitin tätä kauan." in text(response)
    assert not Review.objects.exists()


# Another coach was first


@pytest.fixture
def colleague(cast):
    person = UserFactory(first_name="Johan", last_name="Nyholm")
    CohortCoach.objects.create(cohort=cast.cohort, user=person)
    return person


def test_when_another_coach_was_first_both_texts_are_shown(
    client, cast, version, colleague
):
    cast.accept(version)
    client.force_login(colleague)
    data = rated(version, 2, **ACCEPT, **{"comment-need": "Minun tekstini."})
    response = client.post(address(version), data)
    assert response.status_code == 409
    assert "Minun tekstini." in text(response)
    assert "Hyvä alku." in text(response)


def test_a_colleague_is_told_who_has_begun_to_read(client, cast, version, colleague):
    cast.review(version)
    client.force_login(colleague)
    assert client.get(address(version)).context["sheet"].others == [str(cast.coach)]


def test_a_decided_round_is_shown_without_a_form(get, cast, version):
    cast.accept(version)
    assert 'name="send"' not in text(get(version))


# The portfolio


@pytest.fixture
def portfolio(cast):
    return cast.submit("m2e4")


def test_a_portfolio_is_rated_on_all_ten_criteria(get, portfolio):
    assert len(get(portfolio).context["rows"]) == 10


def test_the_result_of_the_saved_levels_is_shown(get, post, portfolio):
    post(portfolio, rated(portfolio, 2, save="1"))
    result = get(portfolio).context["sheet"].result
    assert (str(result.mean), result.passes, result.mean_too_low) == (
        "2.00",
        False,
        True,
    )


def test_a_portfolio_of_level_two_throughout_is_not_accepted(post, portfolio):
    assert post(portfolio, rated(portfolio, 2, **ACCEPT)).status_code == 422


def test_a_portfolio_whose_gate_is_not_met_is_not_accepted(post, portfolio):
    data = rated(portfolio, 4, **ACCEPT) | {"level-ethics": "1"}
    assert post(portfolio, data).status_code == 422


def test_a_portfolio_that_meets_the_rules_is_accepted(post, portfolio):
    assert post(portfolio, rated(portfolio, 3, **ACCEPT)).status_code == 302
    portfolio.submission.refresh_from_db()
    assert portfolio.submission.state == SubmissionState.ACCEPTED


def test_a_returned_answer_says_since_when_the_team_has_it(client, cast, version):
    decision = cast.send_back(version)
    client.force_login(cast.coach)
    with override("en"):
        page = text(client.get(address(version)))
        day = date_format(localtime(decision.decided_at), "SHORT_DATE_FORMAT")
    assert f"Returned {day}. Waiting for the team." in page


def test_an_answer_that_came_back_waits_for_no_team(get, cast, version):
    cast.send_back(version)
    cast.submit("m1e1", {"answer": "a b c d e f g"})
    assert not get(version).context["sheet"].waits_for_team
