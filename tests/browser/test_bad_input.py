"""What goes wrong while a person works: a clear message, and nothing written is lost."""

import pytest
from playwright.sync_api import expect

from courses.models import SubmissionVersion
from tests.browser.steps import account, certificate, writing
from tests.browser.texts import PROBLEM
from tests.courses.factories import words

TEXT, NEWER = (
    PROBLEM["fi"],
    "Nuorilla ei ole paikkaa, jossa heitä kuullaan ja autetaan.",
)


@pytest.fixture
def at(cast):
    """Open an exercise's page."""

    def go(visit, key: str) -> None:
        visit.open(cast.page(key, visit.language).get_url())
        writing.at_exercise(visit, key)

    return go


def rounds(cast, key: str):
    return SubmissionVersion.objects.filter(
        submission__exercise=cast.exercises[key], kind="round"
    )


def test_a_long_answer_is_kept_and_told_how_much_is_too_much(house, cast, at):
    visit = house.visit("sv", user=cast.aino.user, looks=True)
    at(visit, "m1e1")
    visit.write("answer-answer", words(67))
    budget = visit.page.locator('[data-budget-of="answer-answer"]')
    over = budget.get_attribute("data-over").replace("{over}", "7")
    expect(budget).to_contain_text(over.partition("{")[0])
    writing.submit(visit)

    visit.reads("The answer cannot be submitted yet")
    visit.reads(
        "Shorten the text to at most %(most)d words. It has %(words)d words now.",
        most=60,
        words=67,
    )
    expect(visit.field("answer-answer")).to_have_value(words(67))
    expect(visit.page.locator(".summary")).to_be_focused()
    visit.look("answer with faults")
    assert not rounds(cast, "m1e1").exists()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_a_session_that_ended_while_writing_loses_nothing(house, cast, at, scripted):
    visit = house.visit("fi", user=cast.aino.user, scripted=scripted, looks=scripted)
    at(visit, "m1e1")
    visit.leave()
    visit.write("answer-answer", TEXT)
    visit.choose("rating-need", 3)
    if scripted:
        visit.reads("You have been logged out. The text is kept on this device.")
    writing.submit(visit)

    visit.reads(
        "You had been logged out. What you wrote is kept: log in, and it is in the "
        "form again."
    )
    account.log_in(visit, cast.aino.user.email)
    visit.reads("Your text is in the form but not saved yet")
    expect(visit.field("answer-answer")).to_have_value(TEXT)
    expect(visit.option("rating-need", 3)).to_be_checked()
    visit.look("exercise, text put back")
    writing.submit(visit)
    writing.submitted(visit)
    assert rounds(cast, "m1e1").get().answers == {"answer": TEXT}


def test_a_log_in_in_another_tab_saves_what_waited_on_the_device(house, cast, at):
    visit = house.visit("fi", user=cast.aino.user)
    at(visit, "m1e1")
    visit.leave()
    visit.write("answer-answer", TEXT)
    visit.reads("You have been logged out. The text is kept on this device.")
    with visit.page.context.expect_page() as opened:
        visit.follow("Log in in a new tab")
    other = visit.another_tab()
    other.page.close()
    other.page = opened.value
    account.log_in(other, cast.aino.user.email)
    visit.page.bring_to_front()
    writing.saved(visit)
    assert cast.open("m1e1").draft_fields.get(key="answer").text == TEXT


def test_a_double_click_on_submit_makes_one_version(house, cast, at):
    visit = house.visit("fi", user=cast.aino.user)
    at(visit, "m1e1")
    visit.write("answer-answer", TEXT)
    visit.tick("read")
    visit.button("Submit for feedback").dblclick()
    writing.submitted(visit)
    assert rounds(cast, "m1e1").count() == 1


def test_a_file_of_a_wrong_kind_is_refused_and_the_text_is_kept(house, cast, at):
    cast.exercises["m1e1"].allows_attachments = True
    cast.exercises["m1e1"].save(update_fields=["allows_attachments"])
    visit = house.visit("sv", user=cast.aino.user, looks=True)
    at(visit, "m1e1")
    visit.write("answer-answer", TEXT)
    program = {
        "name": "ritning.pdf",
        "mimeType": "application/pdf",
        "buffer": b"MZ\x90",
    }
    visit.field("attachment").set_input_files(program)
    visit.press("Save")

    visit.sees(
        visit.begins("This type of file isn't taken. Send one of these: %(types)s.")
    )
    expect(visit.field("answer-answer")).to_have_value(TEXT)
    visit.look("attachment refused")
    assert not cast.open("m1e1").attachments.exists()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_unknown_code_is_told_and_stays_in_the_field(house, language):
    visit = house.visit(language, looks=language == "sv")
    certificate.check_code(visit, "7K4M-X2QD-9TRB-W3HC-5")
    visit.reads(
        "No certificate has this code. Check that you typed all 17 characters. "
        "The letters I, L, O and U are not used."
    )
    expect(visit.field("code")).to_have_value("7K4M-X2QD-9TRB-W3HC-5")
    visit.look("unknown code")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_name_that_no_font_draws_is_told_and_stays_in_the_field(
    house, cast, language
):
    visit = house.visit(language, user=cast.aino.user, looks=language == "sv")
    visit.open(visit.path("valmentamo_courses:certificate_details", cast.aino.uuid))
    visit.write("name", "Aino 漢字")
    visit.press("Confirm and save")
    one = (
        "The character %(characters)s can't be printed on the certificate. "
        "Write the name with Latin letters, as in your passport."
    )
    many = one.replace("The character ", "The characters ")
    visit.sees(visit.words(one, many, 2, characters="漢 字"))
    expect(visit.field("name")).to_have_value("Aino 漢字")
    visit.look("name refused")
    cast.aino.refresh_from_db()
    assert cast.aino.printed_name == ""


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_two_tabs_that_write_at_once_show_both_texts(house, cast, at, scripted):
    first = house.visit("fi", user=cast.aino.user, scripted=scripted, looks=True)
    second = first.another_tab()
    for visit in (first, second):
        at(visit, "m1e1")
    first.write("answer-answer", TEXT)
    writing.saved(first)
    second.write("answer-answer", NEWER)
    if not scripted:
        second.press("Save")

    second.reads("The answer was changed in another window")
    conflict = second.page.locator("#conflicts")
    expect(conflict).to_contain_text(TEXT)
    expect(conflict).to_contain_text(NEWER)
    expect(second.field("answer-answer")).to_have_value(NEWER)
    if scripted:
        second.look("conflict")
    second.press("Keep both texts, one after the other")
    expect(second.field("answer-answer")).to_have_value(f"{TEXT}\n\n{NEWER}")
