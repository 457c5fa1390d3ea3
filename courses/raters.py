"""Who rates an exercise, and whether its criteria leave them anything to rate (pure)."""

from collections.abc import Iterable

from courses.enums import ExerciseType, RatedBy
from rubric.enums import AssessmentKind, not_asked_of

#: Who rates follows from the type; what is not here is rated by a coach.
RATED_BY = {
    ExerciseType.SELF_ASSESSMENT: RatedBy.SELF,
    ExerciseType.PEER_REVIEW: RatedBy.PEER,
}
KINDS = {
    RatedBy.COACH: AssessmentKind.COACH,
    RatedBy.SELF: AssessmentKind.SELF,
    RatedBy.PEER: AssessmentKind.PEER,
}


def rater_of(kind: str) -> RatedBy:
    """Who rates an exercise of this type."""
    return RATED_BY.get(ExerciseType(kind), RatedBy.COACH)


def have_nothing_to_rate(rater: str, criteria: Iterable[str]) -> bool:
    """Whether every criterion is put to others than those who rate the exercise.

    `criteria` says of each whose question it is, in the words of the rubric
    (`rubric.enums.RatedBy`).
    """
    left_out = not_asked_of(KINDS[RatedBy(rater)])
    return all(whose == left_out for whose in criteria)
