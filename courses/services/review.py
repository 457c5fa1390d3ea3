"""Read a version: rate it criterion by criterion and decide on a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from courses.decisions import Grounds, Wish, refusal
from courses.enums import (
    DecisionOutcome,
    ExerciseType,
    ReviewRole,
    SubmissionState,
    VersionKind,
)
from courses.exceptions import (
    AlreadyDecided,
    DecisionRefused,
    NotAllowedNow,
    NotTheCoach,
    UnknownField,
)
from courses.models import (
    CohortCoach,
    Decision,
    Enrolment,
    Review,
    Submission,
    SubmissionVersion,
    TeamMembership,
)
from courses.services.asking import asked_criteria
from courses.services.assembling import portfolio_of, refresh_portfolio
from courses.services.completion import complete_members
from courses.services.peers import start_peer_review, submit_peer_review
from courses.signals import answer_decided
from rubric.enums import AssessmentKind, Outcome, RuleSetName
from rubric.models import Level, Result
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.results import make_result, preview_score
from valmentamo.texts import clean_line

__all__ = [
    "RatingInput",
    "decide",
    "grounds_of",
    "open_review",
    "save_ratings",
    "start_peer_review",
    "submit_peer_review",
]

MISSING_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingInput:
    """What is given on one criterion: a level's value, or not assessable, or neither
    (which clears it), and comments by aspect ('' is a plain comment)."""

    level: int | None = None
    not_assessable: bool = False
    comments: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def open_review(
    *, version: SubmissionVersion, coach: Any, at: datetime | None = None
) -> Review:
    """The coach's own review of a round, fetched or begun. From now on the team can't
    take the round back.

    Refuses NotTheCoach without an acting row in the cohort or for work of an own team,
    and NotAllowedNow when the round was taken back or is not a round.
    """
    require_coach(version.submission, coach)
    mine = Review.objects.filter(
        version=version, reviewer=coach, role=ReviewRole.FIRST
    ).select_related("assessment")
    if found := mine.first():
        return found
    _hold_waiting(version)
    try:
        with transaction.atomic():
            return _begin(version, coach, at or timezone.now())
    except IntegrityError:
        return mine.get()


def _begin(version: SubmissionVersion, coach: Any, at: datetime) -> Review:
    criteria = asked_criteria(version)
    return Review.objects.create(
        assessment=start_assessment(
            version=criteria[0].version,
            criteria=criteria,
            kind=AssessmentKind.COACH,
            assessor=coach,
            at=at,
        ),
        submission=version.submission,
        version=version,
        role=ReviewRole.FIRST,
        reviewer=coach,
        started_at=at,
    )


def require_coach(submission: Submission, user: Any) -> None:
    """Refuses NotTheCoach: a coach acts by a row of the cohort, and never on the work
    of a team to which they belong or have belonged."""
    acting = CohortCoach.objects.acting(user).filter(cohort=submission.team.cohort_id)
    own = TeamMembership.objects.filter(
        team=submission.team_id, enrolment__in=Enrolment.objects.for_person(user)
    )
    if not acting.exists() or own.exists():
        raise NotTheCoach


def _hold_waiting(version: SubmissionVersion) -> None:
    """Refuse unless the round waits for a coach, and hold it until the transaction ends."""
    waiting = Submission.objects.filter(
        pk=version.submission_id, state=SubmissionState.SUBMITTED
    )
    held = waiting.update(state=F("state"))
    version.refresh_from_db(fields=["withdrawn_at"])
    decided = Decision.objects.current().filter(version=version).exists()
    if decided:
        raise AlreadyDecided
    if not held or version.withdrawn_at or version.kind != VersionKind.ROUND:
        raise NotAllowedNow


@transaction.atomic
def save_ratings(
    *,
    review: Review,
    ratings: Mapping[str, RatingInput],
    by: Any,
    at: datetime | None = None,
) -> Review:
    """Save levels and comments of an open review, by the keys of the criteria.

    Refuses UnknownField for a criterion or a level that wasn't asked; the rubric
    refuses another person's review and one that was sent already.
    """
    asked = {row.criterion.key: row.criterion for row in _asked(review)}
    if not set(ratings) <= set(asked):
        raise UnknownField
    levels = {(lv.criterion_id, lv.value): lv for lv in _levels(asked.values())}
    for key, given in ratings.items():
        level = levels.get((asked[key].pk, given.level)) if given.level else None
        if given.level and level is None:
            raise UnknownField
        rate(
            assessment=review.assessment,
            criterion=asked[key],
            level=level,
            not_assessable=given.not_assessable,
            comments=given.comments,
            by=by,
            at=at,
        )
    return review


def _asked(review: Review) -> Any:
    return review.assessment.asked.select_related("criterion")


def _levels(criteria: Any) -> Any:
    return Level.objects.filter(criterion__in=list(criteria))


def grounds_of(review: Review) -> Grounds:
    """What the levels given so far allow; for the decision and for the screen."""
    criteria = [row.criterion for row in _asked(review)]
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
    if review.reviewer_id != by.pk or review.role == ReviewRole.PEER:
        raise NotTheCoach
    _hold_waiting(version)
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
        criteria=[row.criterion for row in _asked(review)],
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
    submission.state = (
        SubmissionState.ACCEPTED if accepted else SubmissionState.RETURNED
    )
    if accepted:
        submission.accepted_version = version
    submission.save(update_fields=["state", "accepted_version"])
    if not accepted:
        return
    is_portfolio = submission.exercise.type == ExerciseType.PORTFOLIO
    portfolio = None if is_portfolio else portfolio_of(submission.team)
    if portfolio is not None:
        refresh_portfolio(submission=portfolio, at=decision.decided_at)
    complete_members(version, at=decision.decided_at)
