"""A review that is open in two windows: nothing that was typed is lost."""

import pytest
from django.urls import reverse

from courses.models import Review, SelfRatingRecord
from courses.services.submission import open_for_peers
from tests.courses.factories import answer_for, moment
from tests.courses.views.conftest import address as address_of
from tests.courses.views.pages import form_of, text_of
from tests.courses.views.test_desk_review import address, rated, text
from tests.courses.views.test_writing_page import save_url

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


@pytest.fixture
def own(aino, cast, url_of):
    """A self-assessment that is open in two windows, as the page was when they opened."""
    form = form_of(aino.get(url_of("m2e2")))
    key = next(name for name in form if name.startswith("sentence-"))
    return save_url(cast.open("m2e2")), form, key.removeprefix("sentence-")


def rating(form, key, level, sentence):
    return form | {f"rating-{key}": level, f"sentence-{key}": sentence}


def stored(key) -> tuple[int, str]:
    asked = SelfRatingRecord.objects.get().assessment.asked.get(criterion__key=key)
    ratings = asked.assessment.ratings
    level = ratings.get(criterion=asked.criterion).level.value
    return level, asked.comments.get().text


def test_own_rating_of_a_stale_window_is_told_with_both_texts(aino, own):
    url, form, key = own
    assert aino.post(url, rating(form, key, "2", "Ensimmäinen")).status_code == 302
    response = aino.post(url, rating(form, key, "4", "Toinen"))
    assert response.status_code == 409
    assert stored(key) == (2, "Ensimmäinen")
    assert "In another window you have saved: 2" in text_of(response)
    assert "In another window you have saved: Ensimmäinen" in text_of(response)
    again = form_of(response)
    assert (again[f"rating-{key}"], again[f"sentence-{key}"]) == ("4", "Toinen")
    assert aino.post(url, again).status_code == 302
    assert stored(key) == (4, "Toinen")


def test_own_rating_that_a_stale_window_did_not_touch_stays(aino, own):
    url, form, key = own
    aino.post(url, rating(form, key, "2", "Ensimmäinen"))
    others = [n for n in form if n.startswith("sentence-") and key not in n]
    assert others
    assert aino.post(url, form | {others[0]: "Toisesta"}).status_code == 302
    assert stored(key) == (2, "Ensimmäinen")


def test_a_stale_window_is_not_submitted_over_own_rating(aino, own):
    url, form, key = own
    aino.post(url, rating(form, key, "2", "Ensimmäinen"))
    late = rating(form, key, "4", "Toinen")
    submit = url.replace("tallenna", "palauta")
    assert aino.post(submit, late).status_code == 409
    assert not SelfRatingRecord.objects.filter(version__isnull=False).exists()


def test_script_in_a_stale_window_is_told_until_the_page_has_shown_both(aino, own):
    url, form, key = own
    kept = {k: form[k] for k in ("csrfmiddlewaretoken", "writer", f"rated-{key}")}
    json = {"accept": "application/json"}
    told = aino.post(url, rating(kept, key, "2", "Ensimmäinen"), headers=json).json()
    fresh = kept | {f"rated-{key}": told["seen"][f"rating-{key}"]}
    assert (
        aino.post(url, rating(fresh, key, "3", "Sama ikkuna"), headers=json).status_code
        == 200
    )
    for _ in range(2):
        late = aino.post(url, rating(kept, key, "4", "Toinen"), headers=json)
        assert late.status_code == 422
        assert "In another window you have saved" in late.json()["message"]
        assert f"rating-{key}" not in late.json()["seen"]
    assert stored(key) == (3, "Sama ikkuna")


def test_levels_of_the_last_version_begin_the_next_rating(aino, cast, url_of):
    """The page shows them, so a save that changes nothing keeps them."""
    answer = answer_for(cast.exercise("m1e1"))["answer"]
    form = form_of(aino.get(url_of("m1e1")))
    form |= {"answer-answer": answer, "rating-need": "2", "read": "on"}
    submission = cast.open("m1e1")
    aino.post(address_of("submit", submission.uuid), form)
    assert SelfRatingRecord.objects.get().version is not None
    aino.post(address_of("withdraw", submission.uuid))
    again = form_of(aino.get(url_of("m1e1")))
    assert aino.post(save_url(submission), again).status_code == 302
    draft = SelfRatingRecord.objects.get(version=None).assessment
    assert draft.ratings.get().level.value == 2
