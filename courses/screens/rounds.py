"""The rounds of one work so far, and what was answered to them."""

from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import get_language

from courses.answers import count_words
from courses.enums import ExerciseType, ReviewRole, SubmissionState, VersionKind
from courses.models import (
    Decision,
    Exercise,
    Review,
    Submission,
    SubmissionVersion,
)
from courses.presenting import Block
from courses.screens.answers import missing_words, version_blocks
from rubric.models import Assessment


class WorkRounds:
    """What has been submitted of a work; nothing, where it isn't begun."""

    exercise: Exercise
    submission: Submission

    @property
    def state(self) -> str:
        return self.submission.state

    @property
    def is_portfolio(self) -> bool:
        return self.exercise.type == ExerciseType.PORTFOLIO

    @cached_property
    def versions(self) -> list[SubmissionVersion]:
        """Rounds and self-assessments that stand, the newest last."""
        rows = SubmissionVersion.objects.filter(submission=self.submission.pk)
        return list(
            rows.standing()
            .exclude(kind=VersionKind.PEER)
            .order_by("number")
            .select_related("submitted_by")
            .prefetch_related("attachments")
        )

    @property
    def latest(self) -> SubmissionVersion | None:
        return self.versions[-1] if self.versions else None

    @cached_property
    def decision(self) -> Decision | None:
        """The newest decision on any round."""
        if self.submission.pk is None:
            return None
        return (
            Decision.objects.current()
            .for_submission(self.submission)
            .select_related("version", "review", "decided_by")
            .first()
        )

    @cached_property
    def coach_assessment(self) -> Assessment | None:
        if self.decision is None:
            return None
        review = Review.objects.with_ratings().get(pk=self.decision.review_id)
        return review.assessment

    @cached_property
    def submitted_blocks(self) -> list[Block]:
        """The latest version as its coach sees it."""
        if self.latest is None:
            return []
        return version_blocks(self.latest, get_language() or self.latest.language)

    @property
    def submitted_words(self) -> int:
        answers = self.latest.answers if self.latest else {}
        return sum(count_words(text) for text in answers.values())

    @cached_property
    def peer_copy(self) -> SubmissionVersion | None:
        if not self.is_portfolio:
            return None
        rows = SubmissionVersion.objects.filter(submission=self.submission.pk)
        return rows.peer_copies().newest_first().first()

    @cached_property
    def may_withdraw(self) -> bool:
        """Only before a coach has begun to read."""
        if self.state != SubmissionState.SUBMITTED or self.latest is None:
            return False
        return not self.latest.reviews.exclude(role=ReviewRole.PEER).exists()

    @property
    def answer_by(self) -> datetime | None:
        if self.latest is None:
            return None
        days = timedelta(days=self.exercise.course.coach_answer_days)
        return self.latest.submitted_at + days

    @property
    def missing(self) -> str:
        return missing_words(self.decision)
