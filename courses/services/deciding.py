"""Decide on a round: by the rubric's rules, once, with all that follows from it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.decisions import Grounds, Wish, refusal
from courses.enums import DecisionOutcome, ExerciseType, ReviewRole, SubmissionState
from courses.exceptions import (
    AlreadyDecided,
    DecisionRefused,
    NotTheCoach,
    UnknownField,
)
from courses.models import Decision, Review, SubmissionVersion
from courses.services.assembling import portfolio_of, refresh_portfolio
from courses.services.completion import complete_members
from courses.services.moving import move_submission
from courses.services.reading import asked_of, hold_waiting, require_coach
from courses.services.second_reading import draw
from courses.signals import answer_decided
from rubric.enums import Outcome, RuleSetName
from rubric.models import Result
from rubric.services.assessing import submit_assessment
from rubric.services.results import make_result, preview_score
from valmentamo.texts import clean_line

MISSING_LENGTH = 300


def grounds_of(review: Review) -> Grounds:
    """What the levels given so far allow; for the decision and for the screen."""
    criteria = [row.criterion for row in asked_of(review)]
    names = {criterion.key: str(criterion.name) for criterion in criteria}
    scored = preview_score(
        assessment=review.assessment, criteria=criteria, rule_set=_rule_set(review)
    )
    return Grounds(
        meets_rules=scored.outcome in (Outcome.ACCEPTED, Outcome.PASSED),
        is_whole=_rule_set(review) == RuleSetName.WHOLE,
        below=[names[key] for key in scored.below_minimum],
        unrated=[names[key] for key in scored.not_rated],
    )


def _rule_set(review: Review) -> str:
    is_portfolio = review.version.asked["type"] == ExerciseType.PORTFOLIO
    return RuleSetName.WHOLE if is_portfolio else RuleSetName.PARTS


@transaction.atomic
def decide(
    *,
    review: Review,
    outcome: str,
    unanswered: Sequence[str] = (),
    missing: str = "",
    by: Any,
    at: datetime | None = None,
) -> Decision:
    """Send the review with a decision, and everything that follows from it: the
    answer's state, the description's fields, the members' completion.

    `unanswered` are keys of the parts that were asked, `missing` says it in words.
    Refuses NotTheCoach, DecisionRefused (`courses.decisions` has the rules),
    AlreadyDecided when another coach was first (the draft ratings stay), NotAllowedNow
    when the round was taken back, and UnknownField.
    """
    at = at or timezone.now()
    version = review.version
    require_coach(review.submission, by)
    if review.reviewer_id != by.pk or review.role != ReviewRole.FIRST:
        raise NotTheCoach
    hold_waiting(version)
    wish = Wish(
        outcome=DecisionOutcome(outcome),
        unanswered=_asked_keys(version, unanswered),
        missing=clean_line(missing)[:MISSING_LENGTH],
    )
    if reason := refusal(grounds_of(review), wish):
        raise DecisionRefused(reason)
    result = _send(review, by, at)
    decision = _write(review, wish, result, by, at)
    _follow(decision)
    draw(decision=decision)
    transaction.on_commit(
        partial(answer_decided.send_robust, Decision, decision=decision)
    )
    return decision


def _asked_keys(version: SubmissionVersion, keys: Sequence[str]) -> list[str]:
    asked = [part["key"] for part in version.asked["parts"]]
    if not set(keys) <= set(asked):
        raise UnknownField
    return [key for key in asked if key in keys]


def _send(review: Review, by: Any, at: datetime) -> Result:
    assessment = submit_assessment(assessment=review.assessment, by=by, at=at)
    review.submitted_at = at
    review.save(update_fields=["submitted_at"])
    return make_result(
        version=assessment.version,
        criteria=[row.criterion for row in asked_of(review)],
        rule_set=_rule_set(review),
        assessment=assessment,
        at=at,
        by=by,
    )


def _write(
    review: Review, wish: Wish, result: Result, by: Any, at: datetime
) -> Decision:
    decision = Decision(
        version=review.version,
        review=review,
        result=result,
        outcome=wish.outcome,
        unanswered=list(wish.unanswered),
        missing=wish.missing,
        decided_at=at,
        decided_by=by,
    )
    decision.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDecided from error
    return decision


def _follow(decision: Decision) -> None:
    """Move the answer, and where it was accepted fill the description and complete."""
    version = decision.version
    submission = version.submission
    accepted = decision.outcome == DecisionOutcome.ACCEPTED
    move_submission(
        submission=submission,
        to=SubmissionState.ACCEPTED if accepted else SubmissionState.RETURNED,
        accepted=version if accepted else None,
    )
    if not accepted:
        return
    is_portfolio = submission.exercise.type == ExerciseType.PORTFOLIO
    portfolio = None if is_portfolio else portfolio_of(submission.team)
    if portfolio is not None:
        refresh_portfolio(submission=portfolio, at=decision.decided_at)
    complete_members(version, at=decision.decided_at)
