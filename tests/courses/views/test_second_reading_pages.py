"""Second readings in the browser: the lists, the blind page, and what others see."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.models import CohortCoach, Decision, Review, SecondReading
from courses.services.review import ask_second_reading, open_second_reading
from tests.courses.doorstep import staff_of
from tests.courses.factories import UserFactory, moment, words
from tests.courses.views.conftest import address, queries, signed_in

FIRST_SAID, SECOND_SAID = "Hyvä alku.", "Luvut puuttuvat."


@pytest.fixture
def second(cast):
    coach = UserFactory(first_name="Ritva", last_name="Salo")
    CohortCoach.objects.create(cohort=cast.cohort, user=coach)
    return coach


@pytest.fixture
def reader(second):
    return signed_in(second)


@pytest.fixture
def decided(cast):
    return cast.accept(cast.submit("m1e1"), level=3).version


@pytest.fixture
def asked(cast, decided):
    ask_second_reading(version=decided, by=cast.coach, at=moment())
    return decided


def text(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def send(browser, version, level="2"):
    page = browser.get(address("second_reading", version.uuid))
    assert page.status_code == 200
    form = page.context["form"]
    data = {"seen": form["seen"].value(), "send": "1"}
    for criterion in form.criteria:
        data |= {f"level-{criterion.key}": level}
        data |= {f"comment-{criterion.key}": SECOND_SAID}
    return browser.post(address("second_reading", version.uuid), data, follow=True)


# ---- the lists ----
def test_an_answer_asked_for_is_on_the_desk_of_another_coach_only(coach, reader, asked):
    listed = address("second_reading", asked.uuid)
    assert listed in text(reader.get(address("desk")))
    assert listed not in text(coach.get(address("desk")))


def test_any_decided_answer_can_be_asked_for_on_the_list(coach, reader, decided):
    listed = text(coach.get(address("second_readings")))
    assert address("ask_second_reading", decided.uuid) in listed
    answer = coach.post(address("ask_second_reading", decided.uuid), follow=True)
    assert "A second reading is asked for: Työpari." in text(answer)
    assert address("second_reading", decided.uuid) in text(
        reader.get(address("second_readings"))
    )


def test_a_refusal_to_ask_says_why(cast, coach):
    waiting = cast.submit("m1e1")
    answer = coach.post(address("ask_second_reading", waiting.uuid), follow=True)
    assert "moved on meanwhile" in text(answer)
    assert not SecondReading.objects.exists()


def test_what_is_sent_leaves_the_lists(reader, asked):
    send(reader, asked)
    for page in ("desk", "second_readings"):
        assert address("second_reading", asked.uuid) not in text(
            reader.get(address(page))
        )


def test_the_list_of_another_cohort_is_not_shown(reader, asked):
    answer = reader.get(address("second_readings"), {"cohort": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("screen", ["desk", "second_readings"])
def test_the_number_of_questions_does_not_grow_with_the_list(cast, reader, screen):
    def more(enrolment):
        version = cast.accept(cast.submit("m1e1", enrolment=enrolment)).version
        ask_second_reading(version=version, by=cast.coach, at=moment())
        cast.accept(cast.submit("m2e1", enrolment=enrolment))

    more(cast.aino)
    few = queries(reader, address(screen))
    more(cast.laila)
    more(cast.newcomer_with_team())
    assert queries(reader, address(screen)) == few


# ---- blind ----
def hides_the_first_reading(page):
    return FIRST_SAID not in page and "Vuorela" not in page


def test_the_page_of_a_second_reading_shows_the_answer_alone(reader, asked):
    page = text(reader.get(address("second_reading", asked.uuid)))
    assert asked.answers["answer"][:20] in page
    assert hides_the_first_reading(page)
    assert not Review.objects.second().exists()


def test_the_page_of_the_review_hides_what_was_decided(reader, asked):
    page = text(reader.get(address("review", asked.uuid)))
    assert "Read it a second time" in page
    assert hides_the_first_reading(page)


def test_a_round_begun_a_second_time_is_hidden_beside_the_next_one(
    cast, second, reader, asked
):
    open_second_reading(version=asked, reader=second, at=moment())
    newer = cast.submit("m1e1", {"answer": words(9, "uusi")})
    for view in ("answer", "round-1"):
        page = text(reader.get(address("review", newer.uuid), {"view": view}))
        assert hides_the_first_reading(page)
        assert "Round before" not in page


@pytest.mark.parametrize("screen", ["profile", "report"])
def test_levels_are_left_out_where_coaches_see_them(cast, coach, reader, asked, screen):
    thing = cast.team if screen == "profile" else cast.cohort
    note = "Levels of answers that wait for your second reading are left out."
    hidden = text(reader.get(address(screen, thing.uuid)))
    shown = text(coach.get(address(screen, thing.uuid)))
    assert note in hidden
    assert note not in shown
    assert hidden != shown
    send(reader, asked)
    assert note not in text(reader.get(address(screen, thing.uuid)))


def test_the_levels_left_out_of_the_report_are_those_of_the_first_coach(
    cast, reader, asked
):
    report = reader.get(address("report", cast.cohort.uuid)).context["report"]
    assert not any(cell.level for line in report.heat for _team, cell in line.cells)


# ---- sending ----
def test_both_readings_stand_side_by_side_once_it_is_sent(reader, asked):
    page = text(send(reader, asked))
    assert "The second reading is sent" in page
    assert "3 Convincing" in page
    assert "2 " in page


def test_the_first_coach_sees_the_second_reading_once_it_is_sent(coach, reader, asked):
    assert SECOND_SAID not in text(coach.get(address("review", asked.uuid)))
    send(reader, asked)
    page = text(coach.get(address("review", asked.uuid)))
    assert SECOND_SAID in page
    assert "Ritva Salo" in page


def test_a_reading_without_levels_is_not_sent(reader, asked):
    page = reader.post(address("second_reading", asked.uuid), {"send": "1"})
    assert "The second reading can't be sent yet" in text(page, 422)
    assert not Review.objects.second().submitted().exists()


def test_a_draft_is_kept(reader, asked):
    here = address("second_reading", asked.uuid)
    reader.post(here, {"save": "1", "comment-need": SECOND_SAID})
    assert SECOND_SAID in text(reader.get(here))
    assert "You have begun." in text(reader.get(address("desk")))


def test_learners_never_hear_of_it(cast, aino, reader, asked):
    places = [
        address("feedback", asked.uuid),
        address("profile", cast.team.uuid),
        address("my_path"),
        reverse("valmentamo_courses:description", args=[cast.team.uuid]),
    ]
    before = [text(aino.get(place)) for place in places]
    send(reader, asked, level="1")
    for place, was in zip(places, before, strict=True):
        page = text(aino.get(place))
        assert SECOND_SAID not in page
        assert "Salo" not in page
        assert page.count("level") == was.count("level")
    assert Decision.objects.get().outcome == "accepted"


# ---- the centre ----
def test_reading_by_the_centre_leaves_a_trace_and_that_of_a_coach_none(reader, asked):
    read = ModelLogEntry.objects.filter(action="valmentamo_courses.read_answer")
    reader.get(address("second_reading", asked.uuid))
    assert not read.exists()
    boss = staff_of("centre")
    send(signed_in(boss), asked)
    assert {entry.user for entry in read} == {boss}


def test_the_share_is_set_with_the_cohort(cast):
    from courses.cms.cohorts import CohortViewSet

    assert "second_reading_one_in" in CohortViewSet.form_fields
