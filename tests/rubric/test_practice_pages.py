"""The pages of practice: whose they are, what they show, and what a post does."""

from uuid import uuid4

import pytest
from django.urls import clear_url_caches, reverse

from rubric.models import Assessment, CalibrationAttempt, Exemplar
from rubric.practice_view import part_names, rooms_for
from rubric.signals import part_names_asked
from tests.rubric.factories import NOON, make_version
from tests.rubric.test_calibrating import make_exemplar, practise

WITHIN = {"level-need": "2", "level-evidence": "3", "level-ethics": "2"}
FAR = {"level-need": "4", "level-evidence": "1", "level-ethics": "na"}


@pytest.fixture
def exemplar(version):
    return make_exemplar(version)


SESSIONS = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


@pytest.fixture
def client(client, coach, settings):
    """A host where people log in; the smallest one has no sessions of its own."""
    if SESSIONS[0] not in settings.MIDDLEWARE:
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
        settings.MIDDLEWARE = [*SESSIONS, *settings.MIDDLEWARE]
    client.force_login(coach)
    return client


def index():
    return reverse("valmentamo_rubric:calibration")


def sample(exemplar):
    return reverse("valmentamo_rubric:practice", args=[exemplar.uuid])


def result(attempt):
    return reverse("valmentamo_rubric:practice_result", args=[attempt.assessment.uuid])


def send(client, exemplar, answers, attempts=0):
    fields = {**answers, "attempts": str(attempts), "send": "1"}
    return client.post(sample(exemplar), fields, headers={"accept-language": "en"})


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Addresses are remembered with the prefix of their language; forget them again."""
    settings.LANGUAGE_CODE = "en"
    clear_url_caches()
    yield
    clear_url_caches()


def test_the_list_shows_samples_and_ones_own_standing(client, exemplar, coach):
    assert "Not practised yet" in text(client.get(index()))
    practise(exemplar, coach)
    page = text(client.get(index()))
    assert "Name of sample" in page
    assert "Your practice is valid until" in page


def test_the_list_says_when_there_is_nothing(client, db):
    assert "nothing to practise on" in text(client.get(index()))


def test_the_list_takes_two_queries_however_many_samples(
    version, coach, django_assert_num_queries
):
    make_exemplar(version)
    with django_assert_num_queries(2):
        rooms_for(coach, NOON)
    for i in range(20):
        practise(make_exemplar(version, f"more-{i}"), coach)
    with django_assert_num_queries(2):
        (room,) = rooms_for(coach, NOON)
    assert len(room.samples) == 21


def test_the_form_shows_the_text_and_every_level(client, exemplar):
    page = text(client.get(sample(exemplar)))
    assert "A need." in page
    assert "This part is empty." in page
    assert "need 4 (en)" in page
    # What the expert thinks is told afterwards only.
    assert "Why need." not in page


def test_looking_writes_nothing(client, exemplar):
    client.get(sample(exemplar))
    assert not Assessment.objects.exists()


def test_a_draft_is_saved_and_shown_again(client, exemplar):
    client.post(sample(exemplar), {"level-need": "3", "attempts": "0", "save": "1"})
    assert Assessment.objects.get().is_draft
    page = client.get(sample(exemplar))
    assert page.context["form"]["level-need"].value() == "3"


def test_a_practice_ends_in_the_comparison(client, exemplar):
    answer = send(client, exemplar, WITHIN)
    attempt = CalibrationAttempt.objects.get()
    assert attempt.passed
    assert answer.url == result(attempt)
    page = text(client.get(answer.url))
    assert "You see the levels as the expert does" in page
    assert page.count("The same</span>") == 3


def test_the_comparison_says_where_why_and_what_is_missing(client, exemplar):
    send(client, exemplar, FAR)
    page = text(client.get(result(CalibrationAttempt.objects.get())))
    assert "Not yet passed" in page
    assert "You chose 2 levels higher" in page
    assert "You chose 2 levels lower" in page
    assert "Only one of you could assess this" in page
    assert "Why need." in page
    assert "This is still missing." in page
    assert "At most one level apart: 0 of 3. 80 per cent is needed." in page


def test_a_comparison_after_the_experts_levels_changed_says_so(client, exemplar, coach):
    attempt = practise(exemplar, coach)
    rating = exemplar.ratings.get(criterion__key="need")
    rating.level = rating.criterion.levels.get(value=4)
    rating.save()
    page = text(client.get(result(attempt)))
    assert "have been changed since" in page
    assert "Passed." in page


def test_a_gap_is_told_and_nothing_is_lost(client, exemplar):
    answer = send(client, exemplar, {"level-need": "2"})
    assert answer.status_code == 422
    assert "Choose a level for" in text(answer)
    assert not CalibrationAttempt.objects.exists()
    assert answer.context["form"]["level-need"].value() == "2"


def test_a_form_sent_twice_is_one_practice(client, exemplar):
    first = send(client, exemplar, WITHIN)
    second = send(client, exemplar, WITHIN)
    assert second.url == first.url
    assert CalibrationAttempt.objects.count() == 1


def test_one_may_practise_again(client, exemplar):
    send(client, exemplar, FAR)
    send(client, exemplar, WITHIN, attempts=1)
    assert [row.passed for row in CalibrationAttempt.objects.order_by("pk")] == [0, 1]


def test_anothers_comparison_is_not_there(client, exemplar, other):
    assert client.get(result(practise(exemplar, other))).status_code == 404


def test_what_is_not_for_practice_is_not_there(client, exemplar):
    Exemplar.objects.update(use="exemplar")
    assert client.get(sample(exemplar)).status_code == 404
    address = reverse("valmentamo_rubric:practice", args=[uuid4()])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_asked_to_log_in(client, exemplar, coach, method):
    client.logout()
    attempt = practise(exemplar, coach)
    for address in (index(), sample(exemplar), result(attempt)):
        answer = getattr(client, method)(address)
        assert answer.status_code in (302, 405)
    assert Assessment.objects.count() == 1


def test_text_of_a_sample_is_shown_as_text(client, exemplar):
    exemplar.fields = {"name": "<script>alert(1)</script>"}
    exemplar.save()
    assert "<script>alert" not in text(client.get(sample(exemplar)))


def test_a_host_names_the_parts_of_the_work(db):
    def answer(sender, keys, language, **kwargs):
        return {"need": "What is needed"}

    part_names_asked.connect(answer)
    try:
        names = part_names(["need", "change_goal"])
    finally:
        part_names_asked.disconnect(answer)
    assert names["need"] == "What is needed"


def test_a_part_that_no_host_names_keeps_its_key(version):
    make_version()
    assert part_names(["of_nobody"]) == {"of_nobody": "Of nobody"}


def test_a_page_opened_earlier_keeps_both_texts_and_tells(client, exemplar):
    seen = client.get(sample(exemplar)).context["form"]["seen"].value()
    old = {"attempts": "0", "save": "1", "seen": seen, "level-need": "3"}
    client.post(sample(exemplar), old | {"comment-need": "First thought"})
    answer = client.post(
        sample(exemplar),
        old | {"comment-need": "Second thought", "level-ethics": "2"},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 409
    assert "In another window you have saved: First thought" in text(answer)
    assert "Second thought" in text(answer)
    asked = Assessment.objects.get().asked
    assert asked.get(criterion__key="need").comments.get().text == "First thought"
    again = answer.context["form"]["seen"].value()
    client.post(
        sample(exemplar), old | {"comment-need": "Second thought", "seen": again}
    )
    assert asked.get(criterion__key="need").comments.get().text == "Second thought"


def test_unseen_samples_come_first(version, coach):
    for slug in ("a-seen", "b-unseen", "c-seen", "d-unseen"):
        make_exemplar(version, slug)
    for slug in ("a-seen", "c-seen"):
        practise(Exemplar.objects.get(slug=slug), coach)
    (room,) = rooms_for(coach, NOON)
    shown = [sample.exemplar.slug for sample in room.samples]
    assert shown == ["b-unseen", "d-unseen", "a-seen", "c-seen"]


def test_who_has_seen_the_levels_is_told_that_it_does_not_count(client, exemplar):
    send(client, exemplar, FAR)
    page = text(client.get(sample(exemplar)))
    assert "You have seen the expert's levels of this sample." in page
    answer = send(client, exemplar, WITHIN, attempts=1)
    assert "this practice is not counted" in text(client.get(answer.url))
    assert "Your practice is valid until" not in text(client.get(index()))


def nobody(user):
    return False


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_host_says_who_may_practise(client, exemplar, coach, settings, method):
    attempt = practise(exemplar, coach)
    settings.VALMENTAMO_RUBRIC_MAY_PRACTISE = f"{__name__}.nobody"
    for address in (index(), sample(exemplar), result(attempt)):
        assert getattr(client, method)(address).status_code == 404
    assert Assessment.objects.count() == 1
