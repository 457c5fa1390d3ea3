"""Criteria as a learner sees them: levels in words, the level reached and the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.forms.answer import RATING, SENTENCE, PostedRating
from courses.models import Exercise
from rubric.models import Assessment, Criterion


@dataclass(frozen=True, slots=True)
class Rung:
    value: int
    label: str
    descriptor: str
    is_now: bool = False
    is_next: bool = False


@dataclass(slots=True)
class CriterionView:
    """`now` is the coach's last level; `own` what the person rates the answer now."""

    criterion: Criterion
    rungs: list[Rung]
    now: int | None = None
    own: int | None = None
    sentence: str = ""
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
    def sentence_name(self) -> str:
        return SENTENCE + self.key

    @property
    def next(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.is_next), None)

    @property
    def own_rung(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.value == self.own), None)

    @property
    def now_rung(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.value == self.now), None)


def criteria_of(exercise: Exercise) -> list[Criterion]:
    """In the exercise's order, from rows that were prefetched with the structure."""
    return [row.criterion for row in exercise.exercise_criteria.all()]


def scale_of(criteria: Sequence[Criterion]) -> dict[int, str]:
    """The names of the levels; every criterion of an exercise is of one version."""
    if not criteria:
        return {}
    rows = criteria[0].version.scale.all()
    return {row.value: str(row.label) for row in rows}


def rungs(
    criterion: Criterion, scale: Mapping[int, str], now: int | None
) -> list[Rung]:
    return [
        Rung(
            value=level.value,
            label=f"{level.value} {scale.get(level.value, '')}".strip(),
            descriptor=str(level.descriptor),
            is_now=level.value == now,
            is_next=now is not None and level.value == now + 1,
        )
        for level in criterion.levels.all()
    ]


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
    scale, now = scale_of(criteria), levels_of(coach)
    owned, sentences = levels_of(own), sentences_of(own)
    told = list(faults)
    views = []
    for criterion in criteria:
        key = criterion.key
        view = CriterionView(criterion, rungs(criterion, scale, now.get(key)))
        view.now, view.own = now.get(key), owned.get(key)
        view.sentence = sentences.get(key, "")
        view.errors = " ".join(text for fault, text in told if fault == RATING + key)
        view.is_optional = not required
        if given := (posted or {}).get(key):
            view.own = given.level
            view.sentence = given.sentence or ""
        views.append(view)
    return views
