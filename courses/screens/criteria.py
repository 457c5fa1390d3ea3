"""Criteria as a learner sees them: levels in words, the level reached and the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.forms.answer import (
    RATED,
    RATING,
    SENTENCE,
    PostedRating,
    rating_mark,
)
from courses.models import Exercise
from rubric.enums import AssessmentKind
from rubric.models import Assessment, Criterion


@dataclass(slots=True)
class CriterionView:
    """`now` is the coach's last level; `own` what the person rates the answer now."""

    criterion: Criterion
    now: int | None = None
    own: int | None = None
    sentence: str = ""
    #: What the page has seen of the person's open rating.
    seen: str = ""
    errors: str = ""
    is_optional: bool = True

    @property
    def key(self) -> str:
        return self.criterion.key

    @property
    def rating_name(self) -> str:
        return RATING + self.key

    @property
    def own_id(self) -> str:
        return f"own-{self.key}"

    @property
    def seen_name(self) -> str:
        return RATED + self.key

    @property
    def sentence_name(self) -> str:
        return SENTENCE + self.key


def criteria_of(exercise: Exercise) -> list[Criterion]:
    """Those that are put to the author, in the exercise's order, from rows that were
    prefetched with the structure."""
    criteria = [row.criterion for row in exercise.exercise_criteria.all()]
    return [row for row in criteria if row.is_asked_of(AssessmentKind.SELF)]


def levels_of(assessment: Assessment | None) -> dict[str, int | None]:
    """Levels by criterion key; None: not assessable."""
    if assessment is None:
        return {}
    return {
        row.criterion.key: row.level.value if row.level else None
        for row in assessment.ratings.all()
    }


def sentences_of(assessment: Assessment | None) -> dict[str, str]:
    """General comments by criterion key, also those written before a level."""
    if assessment is None:
        return {}
    return {
        asked.criterion.key: comment.text
        for asked in assessment.asked.all()
        for comment in asked.comments.all()
        if not comment.aspect
    }


def marks_of(assessment: Assessment | None) -> dict[str, str]:
    """What stands now in an open rating, as a page says that it has seen it. A rating
    that went with a version is shown, but the next one begins with nothing."""
    if assessment is None or not assessment.is_draft:
        return {}
    levels, sentences = levels_of(assessment), sentences_of(assessment)
    return {
        row.criterion.key: rating_mark(
            row.revision,
            levels.get(row.criterion.key),
            sentences.get(row.criterion.key),
        )
        for row in assessment.asked.all()
    }


def criterion_views(
    criteria: Sequence[Criterion],
    *,
    coach: Assessment | None = None,
    own: Assessment | None = None,
    posted: Mapping[str, PostedRating] | None = None,
    faults: Iterable[tuple[str, str]] = (),
    required: bool = False,
) -> list[CriterionView]:
    """Criteria with the coach's last levels and the person's own."""
    now, owned, sentences = levels_of(coach), levels_of(own), sentences_of(own)
    told, marks = list(faults), marks_of(own)
    views = []
    for criterion in criteria:
        key = criterion.key
        view = CriterionView(criterion, now=now.get(key), own=owned.get(key))
        view.sentence = sentences.get(key, "")
        view.errors = " ".join(text for fault, text in told if fault == RATING + key)
        view.seen = marks.get(key) or rating_mark(0, None, None)
        view.is_optional = not required
        if given := (posted or {}).get(key):
            view.own = given.level
            view.sentence = given.sentence or ""
            view.seen = given.seen or view.seen
        views.append(view)
    return views
