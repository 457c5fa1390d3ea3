"""Giving peer feedback: fetch a description, read it without names, answer it."""

from playwright.sync_api import expect

from tests.browser.visits import Visit

CRITERIA = ("need", "clarity")
WORDS = {
    "strength": "Tarve on selvä.",
    "question": "Miksi juuri nyt?",
    "suggestion": "Kerro lähde.",
}


def give_feedback(visit: Visit, *, given: int) -> None:
    """From my path; `given` is how many the person has given after this one."""
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.follow("Give feedback")
    expect(visit.page.locator("main form button")).to_be_visible()
    visit.look("peer feedback" if given == 1 else "peer feedback, begun")
    visit.press("Get a description to read")
    expect(visit.field("level-need").first).to_be_visible()
    visit.look("peer review")
    for key in CRITERIA:
        panel = visit.page.locator(f'details:has([name="level-{key}"])')
        visit.unfold(panel)
        visit.choose(f"level-{key}", 2)
        for aspect, text in WORDS.items():
            visit.write(f"comment-{key}-{aspect}", text)
    visit.press("Send the peer feedback")
    sent = "The peer feedback is sent. You have now given %(given)d."
    visit.sees(visit.words(sent, sent, given, given=given))
