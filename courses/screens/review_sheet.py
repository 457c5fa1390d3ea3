"""What a coach sees beside the form: the answer, what was asked, and earlier rounds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.enums import ExerciseType
from courses.models import (
    Decision,
    Review,
    SecondReading,
    SelfRatingRecord,
    SubmissionVersion,
)
from courses.presenting import Block
from courses.screens.answers import version_blocks
from courses.screens.levels import own_levels, peer_levels
from courses.services.asking import asked_parts
from rubric.models import Assessment, Criterion


@dataclass(frozen=True, slots=True)
class RatedLine:
    """One criterion as it was rated, for reading."""

    criterion: Criterion
    level: int | None
    not_assessable: bool
    comments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """An earlier round: the answer as it was, and the decision on it."""

    version: SubmissionVersion
    blocks: list[Block]
    decision: Decision | None
    lines: list[RatedLine]

    @property
    def view(self) -> str:
        return f"round-{self.version.number}"


@dataclass(frozen=True, slots=True)
class Hint:
    """What stands beside a criterion: never others' levels before one's own is saved."""

    previous: RatedLine | None
    own: tuple[int, ...]
    peers: tuple[int, ...]
    is_open: bool


def prompt_parts(version: SubmissionVersion, language: str) -> list[tuple[str, str]]:
    """The parts of the prompt that can be named as unanswered, in the coach's language."""
    parts = asked_parts(version.asked, language)
    return [(part.key, part.label) for part in parts if part.label]


def earlier_rounds(
    version: SubmissionVersion, hidden: Collection[int] = ()
) -> list[Round]:
    """Rounds before this one, newest first: a fixed number of questions. What coaches
    said of those in `hidden` is left out."""
    versions = list(
        SubmissionVersion.objects.rounds()
        .standing()
        .filter(submission=version.submission, number__lt=version.number)
        .order_by("-number")
    )
    if not versions:
        return []
    decisions = {
        decision.version_id: decision
        for decision in Decision.objects.current()
        .filter(version__in=versions)
        .exclude(version__in=hidden)
        .select_related("review", "decided_by")
    }
    rated = rated_lines(d.review.assessment_id for d in decisions.values())
    return [_round(earlier, decisions.get(earlier.pk), rated) for earlier in versions]


def _round(
    version: SubmissionVersion,
    decision: Decision | None,
    rated: Mapping[int, list[RatedLine]],
) -> Round:
    lines = rated.get(decision.review.assessment_id, []) if decision else []
    return Round(version, version_blocks(version, version.language), decision, lines)


def rated_lines(assessments: Iterable[int]) -> dict[int, list[RatedLine]]:
    """What was given in each assessment, in the order of the criteria."""
    rows = (
        Assessment.objects.filter(pk__in=set(assessments))
        .with_ratings()
        .prefetch_related("asked__criterion__version__scale")
    )
    return {row.pk: _lines(row) for row in rows}


def _lines(assessment: Assessment) -> list[RatedLine]:
    ratings = {rating.criterion_id: rating for rating in assessment.ratings.all()}
    return [
        _line(asked, ratings.get(asked.criterion_id))
        for asked in assessment.asked.all()
    ]


def _line(asked: Any, rating: Any) -> RatedLine:
    return RatedLine(
        criterion=asked.criterion,
        level=rating.level.value if rating and rating.level else None,
        not_assessable=bool(rating and rating.not_assessable),
        comments=tuple(c for c in asked.comments.all() if c.text),
    )


def hints(
    version: SubmissionVersion, rounds: Sequence[Round], saved: Sequence[RatedLine]
) -> dict[str, Hint]:
    """By the key of the criterion. Others' levels open one by one, as levels are saved."""
    previous = next((r.lines for r in rounds if r.lines), [])
    earlier = {line.criterion.key: line for line in previous}
    chosen = {
        line.criterion.key
        for line in saved
        if line.level is not None or line.not_assessable
    }
    own, peers = _others(version) if chosen else ({}, {})
    return {
        row["key"]: _hint(
            row, earlier.get(row["key"]), row["key"] in chosen, own, peers
        )
        for row in version.asked["criteria"]
    }


def _hint(
    row: Mapping[str, str],
    previous: RatedLine | None,
    is_open: bool,
    own: Mapping[str, tuple[int, ...]],
    peers: Mapping[str, tuple[int, ...]],
) -> Hint:
    if not is_open:
        return Hint(previous, (), (), is_open=False)
    uuid = row["uuid"]
    return Hint(previous, own.get(uuid, ()), peers.get(uuid, ()), is_open=True)


type Levels = dict[str, tuple[int, ...]]


def _others(version: SubmissionVersion) -> tuple[Levels, Levels]:
    """Own and peers' levels; a portfolio's own levels come from the self-assessment."""
    records = SelfRatingRecord.objects.filter(version=version)
    if version.asked["type"] == ExerciseType.PORTFOLIO:
        records = SelfRatingRecord.objects.filter(
            submission__team=version.submission.team_id,
            submission__exercise__type=ExerciseType.SELF_ASSESSMENT,
        )
    peers = Review.objects.by_peers().submitted().filter(submission=version.submission)
    return _by_text(own_levels(records)), _by_text(peer_levels(peers))


def _by_text(levels: Mapping[Any, tuple[int, ...]]) -> Levels:
    return {str(uuid): values for uuid, values in levels.items()}


def own_review(version: SubmissionVersion, user: Any) -> Review | None:
    """The person's own reading of this version as its coach, begun or sent."""
    rows = Review.objects.by_coaches().filter(version=version, reviewer=user)
    return rows.select_related("assessment").first()


def others_reading(version: SubmissionVersion, user: Any) -> list[str]:
    """Names of other coaches who have begun to read the same answer."""
    rows = Review.objects.by_coaches().filter(version=version, submitted_at=None)
    rows = rows.exclude(reviewer=user)
    return [
        str(row.reviewer) for row in rows.select_related("reviewer") if row.reviewer
    ]


def decision_on(version: SubmissionVersion) -> Decision | None:
    rows = Decision.objects.current().filter(version=version)
    return rows.select_related("review", "decided_by", "result").first()


def hidden_rounds(version: SubmissionVersion, user: Any) -> set[int]:
    """Rounds of this work whose levels would steer a second reading of the person's."""
    rows = SecondReading.objects.hiding_from(user)
    return rows.filter(version__submission=version.submission_id).rounds()


def second_reviews(version: SubmissionVersion) -> list[Review]:
    """Second readings that were sent."""
    rows = Review.objects.second().submitted().filter(version=version)
    return list(rows.select_related("reviewer").order_by("submitted_at", "pk"))
