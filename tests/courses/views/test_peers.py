"""Peer feedback: allotting, rating without names, sending."""

import re

import pytest
from django.urls import reverse

from courses.models import Review
from courses.services.enrolment import enrol, form_team
from courses.services.submission import open_for_peers
from tests.courses.factories import UserFactory, answer_for, moment
from tests.courses.views.pages import text_of

pytestmark = pytest.mark.django_db

CANARY = "Kanarialinnun"


@pytest.fixture
def shared(cast):
    """The portfolio of Aino's team, open for peers; its names are easy to recognise."""
    cast.aino.user.first_name = f"{CANARY}etunimi"
    cast.aino.user.email = f"{CANARY}@example.org"
    cast.aino.user.save()
    cast.team.name = f"{CANARY}tiimi"
    cast.team.organisation = f"{CANARY}yhdistys"
    cast.team.save()
    texts = answer_for(cast.exercise("m2e4")) | {"developers": f"{CANARY}kehittäjät"}
    submission = cast.write("m2e4", texts)
    return open_for_peers(submission=submission, by=cast.aino.user, at=moment())


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.laila.user)
    return client


def desk(cast) -> str:
    return reverse("valmentamo_courses:peer", args=[cast.exercise("m2e3").uuid])


def sheet(review) -> str:
    return reverse("valmentamo_courses:peer_review", args=[review.uuid])


@pytest.fixture
def begun(reader, cast, shared):
    reader.post(desk(cast))
    return Review.objects.get()


def whole(**more) -> dict[str, str]:
    data = {"send": "1"}
    for key in ("need", "clarity"):
        data[f"level-{key}"] = "3"
        for aspect in ("strength", "question", "suggestion"):
            data[f"comment-{key}-{aspect}"] = f"{aspect} {key}"
    return data | more


def test_opening_the_page_allots_nothing(reader, cast, shared):
    assert reader.get(desk(cast)).status_code == 200
    assert not Review.objects.exists()


def test_the_button_allots_the_waiting_description(reader, cast, shared):
    response = reader.post(desk(cast))
    assert response.url == sheet(Review.objects.get())


def test_nothing_waiting_is_said_plainly(reader, cast):
    response = reader.post(desk(cast))
    assert response.status_code == 200
    assert 'id="h-nothing"' in response.content.decode()


def test_the_page_tells_how_many_are_given_and_needed(reader, cast, shared):
    shown = reader.get(desk(cast)).context["desk"]
    assert (shown.given, shown.needed) == (0, 2)


def test_nothing_that_names_the_author_is_in_the_page(reader, begun, shared):
    page = reader.get(sheet(begun)).content.decode()
    team = shared.submission.team
    assert CANARY not in page
    for identity in (team.uuid, shared.uuid, shared.submission.uuid):
        assert str(identity) not in page


def test_nothing_that_names_the_author_is_on_the_readers_desk(reader, cast, begun):
    assert CANARY not in reader.get(desk(cast)).content.decode()


def test_only_the_fields_meant_for_peers_are_shown(reader, begun):
    labels = [block.label for block in reader.get(sheet(begun)).context["sheet"].blocks]
    assert "Kehittäjät ja kumppanit" not in labels
    assert "Tiivistelmä" in labels


def test_only_the_criteria_of_the_peer_exercise_are_asked(reader, begun):
    rows = reader.get(sheet(begun)).context["rows"]
    assert [row.criterion.key for row in rows] == ["need", "clarity"]


def test_a_draft_is_kept(reader, begun):
    reader.post(sheet(begun), {"save": "1", "comment-need-strength": "Selkeä rajaus."})
    assert "Selkeä rajaus." in reader.get(sheet(begun)).content.decode()


def test_a_whole_review_is_sent(reader, cast, begun):
    assert reader.post(sheet(begun), whole()).url == desk(cast)
    begun.refresh_from_db()
    assert begun.submitted_at is not None


@pytest.mark.parametrize(
    "gap", ["level-need", "comment-need-question", "comment-clarity-suggestion"]
)
def test_a_gap_stops_sending_and_is_pointed_at(reader, begun, gap):
    response = reader.post(sheet(begun), whole(**{gap: ""}))
    assert response.status_code == 422
    assert f'href="#id_{gap}"' in response.content.decode()


def test_what_was_typed_is_kept_when_sending_stops(reader, begun):
    data = whole(**{"level-need": "", "comment-need-strength": "Pidä tämä."})
    assert "Pidä tämä." in reader.post(sheet(begun), data).content.decode()


def test_a_sent_review_is_shown_without_a_form(reader, begun):
    reader.post(sheet(begun), whole())
    page = reader.get(sheet(begun)).content.decode()
    assert 'name="send"' not in page
    assert "strength need" in page


def test_sending_twice_changes_nothing(reader, begun):
    reader.post(sheet(begun), whole())
    data = whole(**{"comment-need-strength": "Toinen."})
    assert "Toinen." not in reader.post(sheet(begun), data).content.decode()


def test_the_begun_review_is_offered_instead_of_a_new_one(reader, cast, begun):
    assert reader.get(desk(cast)).context["desk"].begun.review == begun
    assert reader.post(desk(cast)).url == sheet(begun)


def test_the_authors_do_not_get_their_own_description(client, cast, shared):
    client.force_login(cast.aino.user)
    client.post(desk(cast))
    assert not Review.objects.exists()


def test_another_persons_review_is_not_there(client, cast, begun):
    client.force_login(cast.aino.user)
    assert client.get(sheet(begun)).status_code == 404


def test_the_desk_is_not_there_without_an_enrolment(client, cast):
    client.force_login(UserFactory())
    assert client.get(desk(cast)).status_code == 404


def test_a_person_without_a_team_is_told_what_to_do(client, cast, shared):
    alone = enrol(user=UserFactory(), cohort=cast.cohort, at=moment())
    client.force_login(alone.user)
    response = client.post(desk(cast))
    assert response.status_code == 409
    assert response.context["refusal"]


def test_a_second_reader_gets_the_same_description_under_an_own_review(
    client, cast, begun
):
    third = enrol(user=UserFactory(), cohort=cast.cohort, at=moment())
    form_team(enrolment=third, name="Kolmas", language="fi", at=moment())
    client.force_login(third.user)
    assert client.post(desk(cast)).status_code == 302
    assert Review.objects.count() == 2


def test_what_was_written_after_the_session_ended_comes_back(reader, cast, begun):
    writer = reader.get(sheet(begun)).context["writer"]
    reader.logout()
    data = {"writer": writer, "comment-need-strength": "Kirjoitin tätä kauan."}
    reader.post(sheet(begun), data)
    reader.force_login(cast.laila.user)
    assert "Kirjoitin tätä kauan." in reader.get(sheet(begun)).content.decode()


@pytest.fixture
def swedish(cast):
    """The only copy that waits is in Swedish."""
    texts = answer_for(cast.exercise("m2e4"))
    submission = cast.write("m2e4", texts, language="sv")
    return open_for_peers(submission=submission, by=cast.aino.user, at=moment())


def test_the_desk_says_before_it_allots_a_text_in_another_language(
    reader, cast, swedish
):
    response = reader.get(desk(cast))
    assert response.context["desk"].foreign_language == "ruotsi"
    assert "ruotsi" in text_of(response)


def test_the_text_in_another_language_is_marked_and_named(reader, cast, swedish):
    reader.post(desk(cast))
    response = reader.get(sheet(Review.objects.get()))
    assert '<div class="answer" lang="sv">' in response.content.decode()
    assert response.context["sheet"].foreign_language == "ruotsi"
    assert "ruotsi" in text_of(response)


def test_a_text_in_ones_own_language_is_not_pointed_out(reader, begun):
    assert reader.get(sheet(begun)).context["sheet"].foreign_language == ""


def test_the_list_of_errors_names_a_criterion_once_a_line(reader, begun):
    page = reader.post(sheet(begun), {"send": "1"}).content.decode()
    lines = re.findall(r'<a href="#(id_level-\w+)">(.*?)</a>', page)
    assert [place for place, _words in lines] == ["id_level-need", "id_level-clarity"]
    assert lines[0][1].count("Tarve ja kohderyhmä") == 1
    assert '<fieldset class="stack stack-s field-error" id="id_level-need"' in page
