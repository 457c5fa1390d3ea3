"""The feedback on one version, for the team that wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from courses.enums import ExerciseType, ReviewRole, VersionKind
from courses.models import Decision, Enrolment, Review, SubmissionVersion
from courses.screens.answers import changes, missing_words, version_blocks
from courses.screens.criteria import levels_of
from courses.screens.criterion_feedback import (
    CriterionFeedback,
    PeerItem,
    general_comments,
    peer_items,
)
from courses.screens.review_sheet import decision_on
from courses.services.asking import asked_criteria
from courses.titles import exercise_titles, exercise_urls
from rubric.models import Assessment
from rubric.services.explaining import trace_of
from rubric.telling import Told, tell
from rubric.wording import Mark, Segment


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the round before."""

    number: int
    pieces: list[Segment]
    added: int
    removed: int


class FeedbackScreen:
    def __init__(self, version: SubmissionVersion, enrolment: Enrolment | None) -> None:
        self.version, self.enrolment = version, enrolment
        self.submission = version.submission
        self.exercise = self.submission.exercise

    @cached_property
    def title(self) -> str:
        titles = exercise_titles(self.exercise.course, get_language() or "")
        return titles.get(self.exercise.pk, self.exercise.key)

    @cached_property
    def url(self) -> str:
        urls = exercise_urls(self.exercise.course, get_language() or "")
        return urls.get(self.exercise.pk, "")

    @property
    def is_peer_copy(self) -> bool:
        return self.version.kind == VersionKind.PEER

    # ---- rounds ----
    @cached_property
    def rounds(self) -> list[SubmissionVersion]:
        """Rounds that stand, oldest first."""
        rows = self.submission.versions.standing().rounds()
        return list(rows.order_by("number"))

    @cached_property
    def peer_copy(self) -> SubmissionVersion | None:
        """The newest copy on which peers have said something."""
        return (
            self.submission.versions.peer_copies()
            .answered_by_peers()
            .newest_first()
            .first()
        )

    @cached_property
    def previous(self) -> SubmissionVersion | None:
        earlier = [v for v in self.rounds if v.number < self.version.number]
        return earlier[-1] if earlier and not self.is_peer_copy else None

    # ---- the coach ----
    @cached_property
    def decision(self) -> Decision | None:
        """Nothing of the coach's reading is shown before the decision."""
        return decision_on(self.version)

    @cached_property
    def coach_assessment(self) -> Assessment | None:
        return self._assessment(self.decision)

    def _assessment(self, decision: Decision | None) -> Assessment | None:
        if decision is None:
            return None
        return Assessment.objects.with_ratings().get(pk=decision.review.assessment_id)

    @cached_property
    def previous_levels(self) -> dict[str, int | None]:
        if self.previous is None:
            return {}
        return levels_of(self._assessment(decision_on(self.previous)))

    @cached_property
    def told(self) -> Told | None:
        """How the portfolio's result came about, and which lifts would be enough."""
        if self.decision is None or self.exercise.type != ExerciseType.PORTFOLIO:
            return None
        result = self.decision.result
        return tell(trace_of(result), result.version)

    @property
    def missing(self) -> str:
        return missing_words(self.decision)

    # ---- oneself and peers ----
    @cached_property
    def own_levels(self) -> dict[str, int | None]:
        if self.enrolment is None:
            return {}
        record = self.version.self_ratings.filter(enrolment=self.enrolment).first()
        if record is None:
            return {}
        return levels_of(Assessment.objects.with_ratings().get(pk=record.assessment_id))

    @cached_property
    def peer_assessments(self) -> list[Assessment]:
        """Submitted peer reviews of this copy, or of every copy for the portfolio."""
        if self.exercise.type != ExerciseType.PORTFOLIO:
            return []
        rows = Review.objects.submitted().filter(
            role=ReviewRole.PEER, submission=self.submission
        )
        if self.is_peer_copy:
            rows = rows.filter(version=self.version)
        found = Assessment.objects.filter(pk__in=rows.values("assessment"))
        # By a random key: the order must not tell who came first.
        return list(found.with_ratings().order_by("uuid"))

    # ---- all of it ----
    @cached_property
    def items(self) -> list[CriterionFeedback]:
        criteria = asked_criteria(self.version)
        coach = levels_of(self.coach_assessment)
        comments = general_comments(self.coach_assessment)
        found = []
        for criterion in criteria:
            key = criterion.key
            item = CriterionFeedback(
                criterion,
                coach.get(key),
                is_rated=key in coach,
                comment=comments.get(key),
                own=self.own_levels.get(key),
                previous=self.previous_levels.get(key),
                peers=self._peers(key),
            )
            if item.is_rated or item.peers:
                found.append(item)
        return found

    def _peers(self, key: str) -> list[PeerItem]:
        return peer_items(self.peer_assessments, key)

    @cached_property
    def changes(self) -> Changes | None:
        if self.previous is None:
            return None
        pieces = changes(self.previous, self.version)
        if not pieces:
            return None
        return Changes(
            self.previous.number,
            pieces,
            _words(pieces, Mark.ADDED),
            _words(pieces, Mark.REMOVED),
        )

    @cached_property
    def blocks(self) -> Sequence[Any]:
        return version_blocks(self.version, get_language() or self.version.language)


def _words(pieces: Sequence[Segment], mark: Mark) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.mark == mark)
