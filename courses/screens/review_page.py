"""Everything on the page of one answer, gathered once and in a fixed number of questions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from courses.enums import DecisionOutcome, ExerciseType, SubmissionState
from courses.models import Decision, Review, SecondReading, SubmissionVersion
from courses.presenting import Block
from courses.screens.answers import changes, version_blocks
from courses.screens.review_sheet import (
    Hint,
    RatedLine,
    Round,
    decision_on,
    earlier_rounds,
    hidden_rounds,
    hints,
    others_reading,
    own_review,
    rated_lines,
    second_reviews,
)
from courses.titles import exercise_titles
from rubric.enums import Outcome, Reason, RuleSetName
from rubric.scoring import format_mean
from rubric.services.results import preview_score
from rubric.wording import Segment


@dataclass(frozen=True, slots=True)
class Pane:
    """What the middle of the page shows: the answer, the changes or an earlier round."""

    view: str
    blocks: list[Block]
    pieces: list[Segment]
    round: Round | None


@dataclass(frozen=True, slots=True)
class ResultPreview:
    """What the levels saved so far come to by the rules for a whole description."""

    rated: int
    asked: int
    passes: bool
    gate_met: bool
    mean: Decimal | None
    mean_too_low: bool
    below: list[str]

    @property
    def is_complete(self) -> bool:
        return self.rated == self.asked


@dataclass(frozen=True, slots=True)
class SecondView:
    """What a second reader gave, once it is sent."""

    review: Review
    lines: list[RatedLine]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    version: SubmissionVersion
    title: str
    blocks: list[Block]
    attachments: list[Any]
    rounds: list[Round]
    #: None where the address names a round that is not there.
    pane: Pane | None
    #: The coach's own reading of this version, begun or sent.
    mine: Review | None
    saved: list[RatedLine]
    hints: dict[str, Hint]
    decision: Decision | None
    decided: list[RatedLine]
    others: list[str]
    result: ResultPreview | None
    #: The person may read this answer a second time, so what was said of it is hidden.
    is_blind: bool
    seconds: list[SecondView]

    @property
    def is_open(self) -> bool:
        """Whether the coach may still answer this round."""
        state = self.version.submission.state
        return self.decision is None and state == SubmissionState.SUBMITTED

    @property
    def waits_for_team(self) -> bool:
        """Whether the team has the answer back to complete it."""
        if self.decision is None or self.decision.outcome != DecisionOutcome.RETURNED:
            return False
        work = self.version.submission
        later = work.versions.rounds().filter(number__gt=self.version.number)
        return work.state == SubmissionState.RETURNED and not later.exists()

    @property
    def may_ask(self) -> bool:
        """Whether a second reading can be asked for."""
        if self.decision is None or self.is_blind or self.seconds:
            return False
        work = self.version.submission
        later = work.versions.rounds().standing().filter(number__gt=self.version.number)
        asked = SecondReading.objects.filter(version=self.version)
        return not later.exists() and not asked.exists()

    @property
    def is_portfolio(self) -> bool:
        return bool(self.version.asked["type"] == ExerciseType.PORTFOLIO)


def review_page(*, version: SubmissionVersion, user: Any, view: str) -> ReviewPage:
    exercise = version.submission.exercise
    titles = exercise_titles(exercise.course, get_language() or "")
    hidden = hidden_rounds(version, user)
    is_blind = version.pk in hidden
    rounds = earlier_rounds(version, hidden)
    mine = own_review(version, user)
    decision = decision_on(version)
    wanted = [mine.assessment_id] if mine else []
    wanted += [decision.review.assessment_id] if decision else []
    seconds = second_reviews(version) if decision and not is_blind else []
    wanted += [review.assessment_id for review in seconds]
    rated = rated_lines(wanted)
    saved = rated.get(mine.assessment_id, []) if mine else []
    # Under the labels that its writers saw.
    blocks = version_blocks(version, version.language)
    return ReviewPage(
        version=version,
        title=titles.get(exercise.pk, version.asked["title"]),
        blocks=blocks,
        attachments=list(version.attachments.order_by("pk")),
        rounds=rounds,
        pane=_pane(version, rounds, blocks, view),
        mine=mine,
        saved=saved,
        hints=hints(version, rounds, saved),
        decision=decision,
        decided=rated.get(decision.review.assessment_id, []) if decision else [],
        others=others_reading(version, user),
        result=_result(mine, saved)
        if mine and exercise.type == ExerciseType.PORTFOLIO
        else None,
        is_blind=is_blind,
        seconds=[SecondView(row, rated[row.assessment_id]) for row in seconds],
    )


def _result(mine: Review, saved: list[RatedLine]) -> ResultPreview:
    scored = preview_score(assessment=mine.assessment, rule_set=RuleSetName.WHOLE)
    names = {line.criterion.key: str(line.criterion.name) for line in saved}
    mean = format_mean(scored.mean)
    return ResultPreview(
        rated=len(scored.lines) - len(scored.not_rated),
        asked=len(scored.lines),
        passes=scored.outcome == Outcome.PASSED,
        gate_met=scored.gate_met,
        mean=Decimal(mean) if mean else None,
        mean_too_low=Reason.MEAN_TOO_LOW in scored.reasons,
        below=[names[key] for key in scored.below_minimum],
    )


def _pane(
    version: SubmissionVersion, rounds: list[Round], blocks: list[Block], view: str
) -> Pane | None:
    if view in ("", "answer"):
        return Pane("answer", blocks, [], None)
    if view == "changes" and rounds:
        return Pane("changes", [], changes(rounds[0].version, version), None)
    if earlier := next((row for row in rounds if row.view == view), None):
        return Pane(view, earlier.blocks, [], earlier)
    return None
