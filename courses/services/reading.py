"""Read a version: begin a review of it and rate it criterion by criterion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from courses.enums import ReviewRole, SubmissionState, VersionKind
from courses.exceptions import (
    AlreadyDecided,
    NotAllowedNow,
    NotTheCoach,
    RatingsChanged,
    UnknownField,
)
from courses.models import (
    CohortCoach,
    Decision,
    Review,
    Submission,
    SubmissionVersion,
)
from courses.querysets import own_teams
from courses.services.asking import asked_criteria
from rubric.enums import AssessmentKind
from rubric.exceptions import AlreadyAssessed, RatingConflict
from rubric.models import Level
from rubric.services.assessing import rate, start_assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingInput:
    """What is given on one criterion: a level's value, or not assessable, or neither
    (which clears it), and comments by aspect ('' is a plain comment)."""

    level: int | None = None
    not_assessable: bool = False
    comments: Mapping[str, str] = field(default_factory=dict)
    #: What the page had seen of it; None writes over whatever stands.
    revision: int | None = None


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
    hold_waiting(version)
    try:
        with transaction.atomic():
            return begin_review(version, coach, ReviewRole.FIRST, at or timezone.now())
    except (AlreadyAssessed, IntegrityError):
        return mine.get()


def begin_review(
    version: SubmissionVersion, coach: Any, role: ReviewRole, at: datetime
) -> Review:
    """A coach's reading in a role, with the criteria that ruled when it was sent."""
    criteria = asked_criteria(version)
    if not criteria:
        raise NotAllowedNow
    return Review.objects.create(
        assessment=start_assessment(
            version=criteria[0].version,
            criteria=criteria,
            kind=AssessmentKind.COACH,
            assessor=coach,
            subject=version.rated_as,
            at=at,
        ),
        submission=version.submission,
        version=version,
        role=role,
        reviewer=coach,
        started_at=at,
    )


def require_coach(submission: Submission, user: Any) -> None:
    """Refuses NotTheCoach: a coach acts by a row of the cohort, and never on the work
    of a team to which they belong or have belonged."""
    acting = CohortCoach.objects.acting(user).filter(cohort=submission.team.cohort_id)
    own = own_teams(user).filter(team=submission.team_id)
    if not acting.exists() or own.exists():
        raise NotTheCoach


def hold_waiting(version: SubmissionVersion) -> None:
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

    Refuses UnknownField for a criterion or a level that wasn't asked, and
    RatingsChanged when another window has saved since: then nothing is written. The
    rubric refuses another person's review and one that was sent already.
    """
    asked = {row.criterion.key: row.criterion for row in asked_of(review)}
    if not set(ratings) <= set(asked):
        raise UnknownField
    levels = {(lv.criterion_id, lv.value): lv for lv in _levels(asked.values())}
    conflicts = {}
    for key, given in ratings.items():
        level = levels.get((asked[key].pk, given.level)) if given.level else None
        if given.level and level is None:
            raise UnknownField
        try:
            rate(
                assessment=review.assessment,
                criterion=asked[key],
                level=level,
                not_assessable=given.not_assessable,
                comments=given.comments,
                revision=given.revision,
                by=by,
                at=at,
            )
        except RatingConflict as conflict:
            conflicts[key] = conflict
    if conflicts:
        raise RatingsChanged(conflicts)
    return review


def asked_of(review: Review) -> Any:
    return review.assessment.asked.select_related("criterion")


def _levels(criteria: Any) -> Any:
    return Level.objects.filter(criterion__in=list(criteria))
