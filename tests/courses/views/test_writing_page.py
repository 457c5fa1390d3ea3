"""The page on which an answer is written, saved and submitted without a script."""

from uuid import uuid4

import pytest

from courses.enums import SubmissionState
from courses.models import SubmissionVersion
from tests.courses.factories import answer_for, words
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import form_of, text_of, title_of

TEXT = "Pienen yrityksen työtehtävä jää tekemättä, koska tekijää ei löydy."


def save_url(submission) -> str:
    return address("save", submission.uuid)


def submit_url(submission) -> str:
    return address("submit", submission.uuid)


@pytest.fixture
def opened(aino, url_of, cast):
    """The page of the text exercise, and what its form would post."""
    page = aino.get(url_of("m1e1"))
    return form_of(page), cast.open("m1e1")


def drafts(submission) -> dict[str, str]:
    return {row.key: row.text for row in submission.draft_fields.all()}


def test_anonymous_person_is_asked_to_log_in(client, url_of):
    response = client.get(url_of("m1e1"))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_stranger_does_not_find_the_page(cast, url_of, django_user_model):
    stranger = signed_in(django_user_model.objects.create_user(email="x@example.org"))
    assert stranger.get(url_of("m1e1")).status_code == 404


def test_person_without_a_team_is_led_to_choose_one(cast, url_of):
    newcomer = cast.newcomer()
    response = signed_in(newcomer.user).get(url_of("m1e1"))
    assert response["Location"] == address("team", newcomer.uuid)


def test_coach_reads_what_is_asked_without_a_form(coach, url_of):
    response = coach.get(url_of("m1e1"))
    assert response.status_code == 200
    assert b"answer-form" not in response.content


def test_page_shows_prompt_tip_focus_and_criterion(aino, url_of, cast):
    page, text = cast.page("m1e1", "en"), text_of(aino.get(url_of("m1e1")))
    for words_of_page in (page.prompt, page.tip, page.focus):
        assert words_of_page in text
    assert "The criterion on which the answer is rated" in text


@pytest.mark.parametrize("key", ["m1e1", "m1e2", "m2e1", "m2e2", "m2e4"])
def test_whole_form_is_saved_without_a_script(aino, url_of, cast, key):
    exercise = cast.exercise(key)
    form = form_of(aino.get(url_of(key)))
    submission = cast.open(key)
    texts = answer_for(exercise)
    form |= {
        f"answer-{key}": text.split(",") if key == "marks" else text
        for key, text in texts.items()
    }
    response = aino.post(save_url(submission), form)
    assert response["Location"] == url_of(key)
    assert drafts(submission) == texts


def test_saved_text_stands_in_the_form_again(aino, url_of, opened):
    form, submission = opened
    aino.post(save_url(submission), form | {"answer-answer": f"\n{TEXT}\n"})
    assert form_of(aino.get(url_of("m1e1")))["answer-answer"] == f"\n{TEXT}\n"


def test_field_nobody_touched_never_conflicts(aino, mikko, url_of, cast):
    ainos = form_of(aino.get(url_of("m1e2")))
    mikkos = form_of(mikko.get(url_of("m1e2")))
    submission = cast.open("m1e2")
    aino.post(save_url(submission), ainos | {"answer-partner.1": "Yrittäjät"})
    response = mikko.post(save_url(submission), mikkos | {"answer-role.1": "Etsivät"})
    assert response.status_code == 302
    assert drafts(submission) == {"partner.1": "Yrittäjät", "role.1": "Etsivät"}


@pytest.fixture
def conflict(aino, mikko, url_of, cast):
    """Mikko saved first; the answer to Aino's form shows both texts."""
    ainos, mikkos = (
        form_of(aino.get(url_of("m1e1"))),
        form_of(mikko.get(url_of("m1e1"))),
    )
    submission = cast.open("m1e1")
    mikko.post(save_url(submission), mikkos | {"answer-answer": "Mikon teksti"})
    response = aino.post(
        save_url(submission), ainos | {"answer-answer": "Ainon teksti"}
    )
    return response, submission


def test_conflict_shows_both_texts_and_saves_neither_over_the_other(conflict):
    response, submission = conflict
    assert response.status_code == 409
    assert "Mikon" in text_of(response)
    assert form_of(response)["answer-answer"] == "Ainon teksti"
    assert drafts(submission) == {"answer": "Mikon teksti"}


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ("theirs", "Mikon teksti"),
        ("mine", "Ainon teksti"),
        ("both", "Mikon teksti\n\nAinon teksti"),
    ],
)
def test_conflict_is_settled_by_a_button(aino, conflict, choice, result):
    response, submission = conflict
    form = form_of(response) | {"do": f"{choice}:answer"}
    assert aino.post(save_url(submission), form).status_code == 302
    assert drafts(submission) == {"answer": result}


def test_conflict_comes_again_when_the_text_moved_on_meanwhile(aino, mikko, conflict):
    response, submission = conflict
    mikkos = form_of(mikko.get(response.context["page"].get_url()))
    mikko.post(save_url(submission), mikkos | {"answer-answer": "Mikon toinen teksti"})
    form = form_of(response) | {"do": "mine:answer"}
    again = aino.post(save_url(submission), form)
    assert again.status_code == 409
    assert form_of(again)["answer-answer"] == "Ainon teksti"


def test_incomplete_answer_is_kept_and_told_first(aino, opened):
    form, submission = opened
    response = aino.post(
        submit_url(submission), form | {"answer-answer": "Liian lyhyt"}
    )
    assert response.status_code == 422
    assert title_of(response).startswith("Error:")
    assert form_of(response)["answer-answer"] == "Liian lyhyt"
    assert drafts(submission) == {"answer": "Liian lyhyt"}
    body = response.content.decode()
    assert body.index('class="summary') < body.index('id="answer-form"')
    assert 'href="#a-answer"' in body


def test_over_long_answer_is_kept_and_says_by_how_much(aino, opened):
    form, submission = opened
    response = aino.post(
        submit_url(submission), form | {"answer-answer": words(75), "read": "on"}
    )
    assert response.status_code == 422
    assert form_of(response)["answer-answer"] == words(75)
    assert "75/60 words, 15 over" in text_of(response)


def test_text_longer_than_any_field_takes_stays_in_the_form(aino, opened, settings):
    settings.VALMENTAMO_COURSES_MAX_FIELD_CHARS = 50
    form, submission = opened
    response = aino.post(save_url(submission), form | {"answer-answer": words(40)})
    assert response.status_code == 422
    assert form_of(response)["answer-answer"] == words(40)
    assert drafts(submission) == {}


def test_team_confirms_that_it_has_read_the_answer(aino, opened):
    form, submission = opened
    response = aino.post(submit_url(submission), form | {"answer-answer": TEXT})
    assert response.status_code == 422
    assert 'href="#text_read"' in response.content.decode()


def submitted(browser, form, submission):
    sent = form | {"answer-answer": TEXT, "read": "on"}
    return browser.post(submit_url(submission), sent)


def test_submitted_answer_is_read_only_and_says_when_the_coach_answers(
    aino, opened, url_of
):
    response = submitted(aino, *opened)
    assert response["Location"] == url_of("m1e1")
    page = aino.get(url_of("m1e1"))
    assert title_of(page).startswith("Submitted:")
    assert b"answer-form" not in page.content
    assert TEXT in text_of(page)
    assert "Your coach will answer by" in text_of(page)


def test_double_click_makes_one_version_and_lands_on_the_same_page(
    aino, opened, url_of
):
    form, submission = opened
    first, second = submitted(aino, form, submission), submitted(aino, form, submission)
    assert first["Location"] == second["Location"] == url_of("m1e1")
    assert SubmissionVersion.objects.count() == 1


def test_text_written_after_a_mate_submitted_is_handed_back(
    aino, mikko, url_of, opened
):
    mikkos = form_of(mikko.get(url_of("m1e1")))
    form, submission = opened
    submitted(aino, form, submission)
    response = mikko.post(
        save_url(submission), mikkos | {"answer-answer": "Mikon lisäys"}
    )
    assert response.status_code == 409
    assert "Mikon lisäys" in text_of(response)
    assert "The answer was submitted while you were writing" in text_of(response)


def test_submission_is_withdrawn_and_written_on(aino, opened, url_of):
    form, submission = opened
    submitted(aino, form, submission)
    aino.post(address("withdraw", submission.uuid))
    submission.refresh_from_db()
    assert submission.state == SubmissionState.DRAFT
    assert form_of(aino.get(url_of("m1e1")))["answer-answer"] == TEXT


def test_returned_answer_names_the_missing_part_and_marks_the_last_level(
    aino, cast, url_of
):
    decision = cast.send_back(cast.submit("m1e1"))
    page = aino.get(url_of("m1e1"))
    assert "To be completed, round 1" in text_of(page)
    assert "Previous round" in text_of(page)
    assert address("feedback", decision.version.uuid) in page.content.decode()


def test_passed_answer_may_be_improved(aino, cast, url_of):
    cast.pass_exercise("m1e1")
    page = aino.get(url_of("m1e1"))
    assert "Submit the improved answer" in text_of(page)
    assert "btn-go" not in page.content.decode()


def test_row_is_added_without_a_script_and_nothing_is_lost(aino, url_of, cast):
    form = form_of(aino.get(url_of("m1e2")))
    submission = cast.open("m1e2")
    rows = int(form["rows"])
    response = aino.post(
        save_url(submission), form | {"answer-partner.1": "Yrittäjät", "do": "row"}
    )
    after = form_of(aino.get(response["Location"].partition("#")[0]))
    assert after["answer-partner.1"] == "Yrittäjät"
    assert int(after["rows"]) == rows + 1
    assert f"answer-partner.{rows + 1}" in after


def test_own_level_is_saved_and_shown(aino, opened, url_of):
    form, submission = opened
    aino.post(save_url(submission), form | {"rating-need": "3"})
    assert form_of(aino.get(url_of("m1e1")))["rating-need"] == "3"


def test_own_level_is_cleared(aino, opened, url_of):
    form, submission = opened
    aino.post(save_url(submission), form | {"rating-need": "3"})
    again = form_of(aino.get(url_of("m1e1")))
    aino.post(save_url(submission), again | {"rating-need": ""})
    assert form_of(aino.get(url_of("m1e1")))["rating-need"] == ""


def test_own_level_is_each_persons_own(aino, mikko, opened, url_of):
    form, submission = opened
    aino.post(save_url(submission), form | {"rating-need": "3"})
    assert form_of(mikko.get(url_of("m1e1")))["rating-need"] == ""


def test_self_assessment_keeps_levels_and_sentences_when_a_mark_is_missing(
    aino, cast, url_of
):
    key = next(e.key for e in cast.exercises.values() if e.type == "self_assessment")
    form = form_of(aino.get(url_of(key)))
    submission = cast.open(key)
    form |= {name: "Koska niin on." for name in form if name.startswith("sentence-")}
    criteria = [name.removeprefix("sentence-") for name in form if "sentence-" in name]
    form |= {f"rating-{criterion}": "2" for criterion in criteria}
    response = aino.post(submit_url(submission), form)
    assert response.status_code == 422
    again = form_of(response)
    assert all(again[f"rating-{criterion}"] == "2" for criterion in criteria)
    assert all(again[f"sentence-{c}"] == "Koska niin on." for c in criteria)


def test_portfolio_offers_a_newer_text_and_takes_it(aino, cast, url_of):
    portfolio = cast.portfolio
    cast.pass_exercise("m1e1")
    form = form_of(aino.get(url_of(portfolio.key)))
    submission = cast.open(portfolio.key)
    assert form["answer-need"]
    aino.post(save_url(submission), form | {"answer-need": "Tiimin oma sanamuoto"})
    cast.pass_exercise("m1e1", texts={"answer": words(12, "uusi")})
    page = aino.get(url_of(portfolio.key))
    assert "A newer text has been passed for this field" in text_of(page)
    proposal = submission.proposals.get()
    taken = form_of(page) | {"do": f"take:{proposal.pk}"}
    assert aino.post(save_url(submission), taken).status_code == 302
    assert drafts(submission)["need"] == words(12, "uusi")


def test_portfolio_opened_for_peers_too_early_names_the_empty_fields(
    aino, cast, url_of
):
    aino.get(url_of(cast.portfolio.key))
    submission = cast.open(cast.portfolio.key)
    response = aino.post(address("open_for_peers", submission.uuid))
    assert response.status_code == 422
    assert 'href="#a-name"' in response.content.decode()


def test_peer_exercise_leads_to_the_descriptions(aino, cast, url_of):
    page = aino.get(url_of(cast.peer_exercise.key))
    assert address("peer", cast.peer_exercise.uuid) in page.content.decode()


@pytest.mark.parametrize("name", ["save", "submit", "withdraw", "open_for_peers"])
def test_other_team_can_not_post(cast, laila, name):
    submission = cast.open("m1e1")
    assert laila.post(address(name, submission.uuid)).status_code == 404


@pytest.mark.parametrize("name", ["save", "submit"])
def test_address_of_a_button_leads_back_to_the_page(aino, opened, url_of, name):
    _form, submission = opened
    response = aino.get(address(name, submission.uuid))
    assert response["Location"] == url_of("m1e1")


def test_unknown_submission_is_not_found(aino):
    assert aino.post(address("save", uuid4())).status_code == 404


def test_a_heading_holds_the_fields_above_a_table_together(aino, url_of):
    page = aino.get(url_of("m1e2")).content.decode()
    heading = '<legend class="legend">Lead organisation</legend>'
    group = page.partition(heading)[2].partition("</fieldset>")[0]
    assert 'name="answer-organisation"' in group


def test_a_returned_answer_is_no_newly_saved_draft(aino, cast, url_of):
    cast.send_back(cast.submit("m1e1"))
    assert "not changed since" in text_of(aino.get(url_of("m1e1")))
    cast.write("m1e1", {"answer": "a b c"})
    page = text_of(aino.get(url_of("m1e1")))
    assert "not changed since" not in page
    assert "Saved as a draft" in page
