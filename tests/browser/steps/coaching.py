"""The coach: at the desk in a browser of one's own, or quickly through the services."""

from dataclasses import dataclass

from playwright.sync_api import expect

from courses.enums import DecisionOutcome
from courses.models import SubmissionVersion
from courses.services.review import RatingInput, decide, open_review, save_ratings
from tests.browser.steps.account import log_in
from tests.browser.texts import TEAM, title
from tests.browser.visits import Visit
from tests.courses.factories import Cast

COMMENT = "Tarve on rajattu hyvin. Kerro vielä, mistä luku on."
MISSING = "Toisen kumppanin rooli"


class CoachAtDesk:
    """Logs in with a password and answers what waits in the queue."""

    def __init__(self, visit: Visit, cast: Cast) -> None:
        self.visit = visit
        cast.coach.language = visit.language
        cast.coach.save(update_fields=["language"])
        visit.open(visit.path("account_login"))
        log_in(visit, cast.coach.email)
        visit.open(visit.path("valmentamo_courses:desk"))
        visit.look("review desk, empty")

    def accepts(self, key: str, level: int = 3) -> None:
        self._open(key)
        self._rate(level)
        self.visit.choose("decision", DecisionOutcome.ACCEPTED.value)
        self._send()

    def returns(self, key: str, part: str, level: int = 2) -> None:
        """At a level that would pass: the unanswered part must be named."""
        self._open(key)
        self._rate(level)
        self.visit.choose("decision", DecisionOutcome.RETURNED.value)
        self.visit.press("Send the feedback")
        self.visit.reads(
            "The levels are enough to pass. Return the answer only when a part of the "
            "prompt is unanswered, and name that part."
        )
        self.visit.look("review, not sent")
        self.visit.unfold(self.visit.page.locator("details:has([name=missing])"))
        self.visit.tick("unanswered", part)
        self.visit.write("missing", MISSING)
        self._send()

    def _open(self, key: str) -> None:
        name = title(key, self.visit.language)
        self.visit.open(self.visit.path("valmentamo_courses:desk"))
        self.visit.look("review desk")
        row = self.visit.page.locator("main ol.queue a", has_text=name)
        self.visit.hand.press(row.first)
        expect(self.visit.page.locator("[name=decision]").first).to_be_visible()

    def _rate(self, level: int) -> None:
        radios = self.visit.page.locator(f'main input[name^="level-"][value="{level}"]')
        many = radios.count() > 3
        self.visit.look("review of the portfolio" if many else "review")
        for radio in radios.all():
            name = radio.get_attribute("name")
            panel = self.visit.page.locator(f'details:has([name="{name}"])')
            if panel.count():
                self.visit.unfold(panel)
            self.visit.choose(name, level)
            self.visit.write(name.replace("level-", "comment-", 1), COMMENT)

    def _send(self) -> None:
        self.visit.press("Send the feedback")
        self.visit.reads("The feedback to %(team)s is sent.", team=TEAM)


@dataclass
class CoachByServices:
    """For journeys that prove the learner's part only."""

    cast: Cast

    def accepts(self, key: str, level: int = 3) -> None:
        self._decide(key, level, DecisionOutcome.ACCEPTED)

    def returns(self, key: str, part: str, level: int = 2) -> None:
        self._decide(key, level, DecisionOutcome.RETURNED, [part], MISSING)

    def _decide(self, key, level, outcome, unanswered=(), missing="") -> None:
        versions = SubmissionVersion.objects.filter(
            submission__exercise=self.cast.exercises[key], kind="round"
        )
        review = open_review(version=versions.latest("pk"), coach=self.cast.coach)
        rating = RatingInput(level=level, comments={"": COMMENT})
        asked = review.assessment.asked.select_related("criterion")
        save_ratings(
            review=review,
            ratings={row.criterion.key: rating for row in asked},
            by=self.cast.coach,
        )
        decide(
            review=review,
            outcome=outcome,
            unanswered=unanswered,
            missing=missing,
            by=self.cast.coach,
        )
