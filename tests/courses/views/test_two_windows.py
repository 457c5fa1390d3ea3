"""A review that is open in two windows: nothing that was typed is lost."""

import pytest
from django.urls import reverse

from courses.models import Review
from courses.services.submission import open_for_peers
from tests.courses.factories import answer_for, moment
from tests.courses.views.test_desk_review import address, rated, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return cast.submit("m1e1", {"answer": "Yksinhuoltajilla ei ole tukea lähellä."})


@pytest.fixture
def coach(client, cast):
    client.force_login(cast.coach)
    return client


def opened(client, url) -> str:
    """What the page has seen, as its hidden field says."""
    return client.get(url).context["form"]["seen"].value()


def kept_levels() -> list[int]:
    ratings = Review.objects.get().assessment.ratings.select_related("level")
    return [rating.level.value for rating in ratings]


def save(seen, level, comment, **more):
    fields = {"save": "1", "level-need": level, "comment-need": comment}
    return {**fields, "seen": seen, **more}


def test_second_window_gets_a_409_with_both_texts(coach, version):
    url = address(version)
    seen = opened(coach, url)
    assert coach.post(url, save(seen, "2", "Ensimmäinen")).status_code == 302
    response = coach.post(url, save(seen, "4", "Toinen"))
    assert response.status_code == 409
    page = text(response)
    assert "Ensimmäinen" in page
    assert "Toinen" in page
    assert response.context["form"].errors["level-need"]
    assert kept_levels() == [2]


def test_whoever_has_seen_both_saves_over_it(coach, version):
    url = address(version)
    seen = opened(coach, url)
    coach.post(url, save(seen, "2", "Ensimmäinen"))
    again = coach.post(url, save(seen, "4", "Toinen")).context["form"]
    assert (
        coach.post(url, save(again["seen"].value(), "4", "Molemmat")).status_code == 302
    )
    assert kept_levels() == [4]
    assert "Molemmat" in text(coach.get(url))


def test_page_opened_after_a_save_is_no_second_window(coach, version):
    url = address(version)
    for level in ("2", "3"):
        seen = opened(coach, url)
        assert coach.post(url, save(seen, level, "Teksti")).status_code == 302
    assert kept_levels() == [3]


def test_double_press_is_no_second_window(coach, version):
    url = address(version)
    seen = opened(coach, url)
    for _ in range(2):
        assert coach.post(url, save(seen, "2", "Sama")).status_code == 302


def test_refused_decision_is_no_second_window(coach, version):
    """The levels were saved; the same page may then be sent with other ones."""
    url = address(version)
    seen = opened(coach, url)
    wrong = rated(version, 1, decision="accepted", send="1", seen=seen)
    again = coach.post(url, wrong)
    assert again.status_code == 422
    right = rated(version, 2, decision="accepted", send="1")
    right["seen"] = again.context["form"]["seen"].value()
    assert coach.post(url, right).status_code == 302


def test_ticked_parts_stay_ticked_in_the_second_window(coach, cast):
    version = cast.submit(
        "m1e2",
        {
            "organisation": "Työpaja ry",
            "partner.1": "Yrittäjät",
            "role.1": "Jakaa tehtäviä",
            "closing": "Sopimus on uusi.",
        },
    )
    url = address(version)
    seen = opened(coach, url)
    keys = [row["key"] for row in version.asked["criteria"]]
    parts = [part["key"] for part in version.asked["parts"]][:2]
    coach.post(url, {"save": "1", "seen": seen, f"level-{keys[0]}": "2"})
    late = {"save": "1", "seen": seen, f"level-{keys[0]}": "3", "unanswered": parts}
    response = coach.post(url, late)
    assert response.status_code == 409
    assert response.context["form"]["unanswered"].value() == parts


@pytest.mark.parametrize("seen", ["", "need", "need.x", "need.-1", ".", "other.5,,"])
def test_page_that_says_nothing_of_what_it_saw_is_saved(coach, version, seen):
    assert coach.post(address(version), save(seen, "2", "Teksti")).status_code == 302
    assert kept_levels() == [2]


def test_peer_with_two_windows_loses_nothing_either(client, cast):
    answer = answer_for(cast.exercise("m2e4"))
    submission = cast.write("m2e4", answer)
    open_for_peers(submission=submission, by=cast.aino.user, at=moment())
    client.force_login(cast.laila.user)
    client.post(reverse("valmentamo_courses:peer", args=[cast.exercise("m2e3").uuid]))
    url = reverse("valmentamo_courses:peer_review", args=[Review.objects.get().uuid])
    seen = opened(client, url)
    first = {"save": "1", "seen": seen, "comment-need-strength": "Ensimmäinen"}
    assert client.post(url, first).status_code == 302
    response = client.post(url, first | {"comment-need-strength": "Toinen"})
    assert response.status_code == 409
    assert "Ensimmäinen" in text(response)
    assert "Toinen" in text(response)
