"""The learner's whole way, step by step; whose hands and which coach is for the test."""

from tests.browser.steps import certificate, feedback, joining, peers, writing
from tests.browser.visits import Visit

#: Every kind of page that the journey of learner, coach and checker passes.
PAGES = frozenset(
    {
        "front page",
        "course",
        "log in",
        "sign up",
        "type the code",
        "enrol",
        "choose a team",
        "team",
        "my path, new",
        "module",
        "lesson",
        "long text",
        "submitted",
        "table",
        "form",
        "self-assessment",
        "self-assessment, done",
        "review desk, empty",
        "review desk",
        "review",
        "review, not sent",
        "my path, returned",
        "feedback, returned",
        "exercise, returned",
        "feedback, passed",
        "peer feedback",
        "peer feedback, begun",
        "peer review",
        "certificate details",
        "portfolio",
        "review of the portfolio",
        "my path, completed",
        "my certificates",
        "check a certificate",
        "certificate, valid",
        "certificate, valid with the name",
    }
)


def write_exercises(visit: Visit) -> None:
    """From a new path to three answers with the coach and a self-assessment."""
    writing.begin_by_the_lesson(visit)
    writing.long_text(visit)
    writing.submit(visit)
    writing.submitted(visit)
    visit.look("submitted")
    visit.follow("See the next step on your path")
    for key, write in (("m1e2", writing.table), ("m2e1", writing.form)):
        writing.open_exercise(visit, key)
        write(visit)
        writing.submit(visit)
        writing.submitted(visit)
    writing.open_exercise(visit, "m2e2")
    writing.self_assessment(visit)
    writing.submit(visit, label="Submit the self-assessment")
    visit.reads("The self-assessment is done")
    visit.look("self-assessment, done")


def finish(visit: Visit, coach, name: str) -> certificate.Paper:
    """From the coach's first answers to the certificate in one's hands."""
    coach.accepts("m1e1")
    coach.returns("m1e2", part="closing")
    coach.accepts("m2e1")
    feedback.read_and_complete(visit, "m1e2")
    coach.accepts("m1e2")
    feedback.read_accepted(visit)
    for given in (1, 2):
        peers.give_feedback(visit, given=given)
    certificate.confirm_details(visit, name)
    writing.open_exercise(visit, "m2e4")
    writing.portfolio(visit)
    writing.open_for_peers(visit)
    writing.submit(visit)
    writing.submitted(visit)
    coach.accepts("m2e4")
    return certificate.download_own(visit)


def join(visit: Visit, cohort: str, sign_up) -> None:
    """From the front page to the choice of a team."""
    joining.find_course(visit)
    joining.ask_to_enrol(visit, cohort)
    sign_up(visit)
    joining.enrol(visit)
