"""Peer feedback: who reads whose description, without names on either side."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.answers import Fault, Part
from courses.enums import ExerciseType, ReviewRole
from courses.exceptions import Incomplete, NotAllowedNow, NothingToReview, NotTheCoach
from courses.models import (
    Cohort,
    Enrolment,
    Exercise,
    Review,
    SubmissionVersion,
    Team,
    TeamMembership,
)
from courses.services.asking import asked_parts
from courses.services.completion import complete_if_ready
from courses.services.membership import current_team, require_participant
from courses.services.self_rating import criteria_of
from courses.signals import peer_review_submitted
from rubric.enums import Aspect, AssessmentKind
from rubric.exceptions import AlreadyAssessed
from rubric.services.assessing import start_assessment, submit_assessment

ASPECTS = (Aspect.STRENGTH, Aspect.QUESTION, Aspect.SUGGESTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCopy:
    """What a peer reads: fields with labels, and nothing about whose they are."""

    parts: tuple[tuple[Part, str], ...]
    language: str


@transaction.atomic
def start_peer_review(
    *, enrolment: Enrolment, exercise: Exercise, at: datetime | None = None
) -> Review:
    """The person's unfinished peer review, else a new one of another team's portfolio.

    A copy in a language of the person comes first, of those the one with the fewest
    readers, then the one that has waited longest; nobody reads the same team's
    portfolio twice. Refuses NothingToReview, NotAMember,
    and NotAllowedNow for another exercise or a reader.
    """
    at = at or timezone.now()
    require_participant(enrolment)
    foreign = exercise.course_id != enrolment.cohort.course_id
    if exercise.type != ExerciseType.PEER_REVIEW or foreign:
        raise NotAllowedNow
    current_team(enrolment)
    # Peers are served one by one, so that each sees the readers that others took.
    Cohort.objects.filter(pk=enrolment.cohort_id).update(name=F("name"))
    if unfinished := _unfinished(enrolment):
        return unfinished
    copy = waiting_copies(enrolment).first()
    if copy is None:
        raise NothingToReview
    try:
        with transaction.atomic():
            return _begin(copy, exercise, enrolment, at)
    except (AlreadyAssessed, IntegrityError) as error:
        raise NothingToReview from error


def _unfinished(enrolment: Enrolment) -> Review | None:
    rows = Review.objects.by_peers().given_by(enrolment).filter(submitted_at=None)
    return rows.select_related("assessment", "version").order_by("pk").first()


def reading_languages(enrolment: Enrolment) -> set[str]:
    """Languages that the person is known to use: the team's and the certificate's."""
    teams = Team.objects.for_enrolment(enrolment)
    return {
        *teams.values_list("language", flat=True),
        *enrolment.certificate_languages,
    }


def waiting_copies(enrolment: Enrolment) -> Any:
    """Copies of other teams' portfolios that the person may still read, next first."""
    known = When(language__in=reading_languages(enrolment), then=Value(0))
    teams = TeamMembership.objects.filter(
        enrolment__in=Enrolment.objects.filter(user=enrolment.user_id)
    )
    copies = SubmissionVersion.objects.peer_copies()
    newest = copies.filter(submission=OuterRef("submission")).newest_first()
    read = Review.objects.by_peers().given_by(enrolment)
    peers = Q(submission__reviews__role=ReviewRole.PEER)
    return (
        copies.filter(submission__team__cohort=enrolment.cohort_id)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .exclude(submission__team__in=teams.values("team"))
        .exclude(submission__in=read.values("submission"))
        .annotate(readers=Count("submission__reviews", filter=peers, distinct=True))
        .order_by(Case(known, default=Value(1)), "readers", "submitted_at", "pk")
    )


def _begin(
    copy: SubmissionVersion, exercise: Exercise, enrolment: Enrolment, at: datetime
) -> Review:
    criteria = criteria_of(exercise, AssessmentKind.PEER)
    if not criteria:
        raise NotAllowedNow
    return Review.objects.create(
        assessment=start_assessment(
            version=criteria[0].version,
            criteria=criteria,
            kind=AssessmentKind.PEER,
            assessor=enrolment.user,
            subject=copy.rated_as,
            at=at,
        ),
        submission=copy.submission,
        version=copy,
        role=ReviewRole.PEER,
        reviewer=enrolment.user,
        enrolment=enrolment,
        started_at=at,
    )


@transaction.atomic
def submit_peer_review(
    *, review: Review, by: Any, at: datetime | None = None
) -> Review:
    """Send the feedback to the team; a second call changes nothing.

    Every criterion needs a level (or "not assessable") and a strength, a question and
    a suggestion. Refuses Incomplete with (criterion, message) and (criterion.aspect,
    message), and NotTheCoach for another person's review.
    """
    at = at or timezone.now()
    if review.role != ReviewRole.PEER or review.reviewer_id != by.pk:
        raise NotTheCoach
    # Two presses at once: the second one finds it sent.
    still_open = Review.objects.filter(pk=review.pk, submitted_at=None)
    if not still_open.update(started_at=F("started_at")):
        review.refresh_from_db(fields=["submitted_at"])
        return review
    if missing := peer_faults(review):
        raise Incomplete(missing)
    submit_assessment(assessment=review.assessment, by=by, at=at)
    review.submitted_at = at
    review.save(update_fields=["submitted_at"])
    if review.enrolment is not None:
        complete_if_ready(enrolment=review.enrolment, at=at)
    transaction.on_commit(
        partial(peer_review_submitted.send_robust, Review, review=review)
    )
    return review


def peer_faults(review: Review) -> list[Fault]:
    rated = set(review.assessment.ratings.values_list("criterion", flat=True))
    asked = review.assessment.asked.select_related("criterion")
    faults = []
    for row in asked.prefetch_related("comments"):
        key = row.criterion.key
        if row.criterion_id not in rated:
            faults.append((key, _("Choose a level, or “not assessable”.")))
        written = {comment.aspect for comment in row.comments.all() if comment.text}
        faults += [
            (f"{key}.{aspect}", _("Write a sentence or two here."))
            for aspect in ASPECTS
            if aspect not in written
        ]
    return faults


def peer_copy(review: Review) -> PeerCopy:
    """The description as the peer may read it, labelled in its own language."""
    version = review.version
    parts = asked_parts(version.asked, version.language)
    return PeerCopy(
        parts=tuple((part, version.answers.get(part.key, "")) for part in parts),
        language=version.language,
    )
