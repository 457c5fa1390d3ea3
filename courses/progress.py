"""What a person still has to do for the certificate.

Five conditions: every required exercise that a coach rates is accepted, the portfolio
is accepted, the self-assessment at the end is done, enough peer reviews are given, and
the details for the certificate are confirmed. Which exercises are required depends on
the stage of the innovation: the one frozen in the accepted portfolio, else the team's
stage now. So a stage that changes after the portfolio was accepted adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from courses.enums import ExerciseType, Occasion, RatedBy, Stage

EXERCISES = "exercises"
PORTFOLIO = "portfolio"
SELF_ASSESSMENT = "self_assessment"
PEER_REVIEWS = "peer_reviews"
DETAILS = "details"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An exercise as far as the conditions need it."""

    pk: int
    key: str
    type: str
    rated_by: str
    required: bool = True
    required_from_stage: str = ""
    occasion: str = ""

    def required_at(self, stage: str) -> bool:
        if self.required_from_stage:
            return Stage(stage).rank >= Stage(self.required_from_stage).rank
        return self.required

    @property
    def is_coached_exercise(self) -> bool:
        return self.rated_by == RatedBy.COACH and self.type != ExerciseType.PORTFOLIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One submitted version that was not taken back."""

    number: int
    submitted_at: datetime
    stage: str = Stage.IDEA


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What has become of one exercise. `accepted` is the number of the accepted round;
    `is_own` says that it is the person's and not the team's."""

    state: str
    rounds: tuple[Round, ...] = ()
    accepted: int | None = None
    is_own: bool = False

    @property
    def accepted_round(self) -> Round | None:
        return next((r for r in self.rounds if r.number == self.accepted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Belonging to a team: from its first moment up to, not including, its last."""

    joined_at: datetime
    left_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        ended = self.left_at is not None and moment >= self.left_at
        return self.joined_at <= moment and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A person's standing: work by the exercise's pk, with the spans of its team."""

    tasks: Sequence[Task]
    works: Mapping[int, Sequence[tuple[Work, Sequence[Span]]]]
    stage: str
    reviews_needed: int = 0
    reviews_given: int = 0
    details_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One exercise: `counts` for this person, `state` of the work, `joined_too_late`
    when the team's work is accepted but the person came after it was submitted."""

    pk: int
    key: str
    state: str = ""
    counts: bool = False
    joined_too_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    key: str
    needed: int
    done: int
    items: tuple[Item, ...] = ()

    @property
    def met(self) -> bool:
        return self.done >= self.needed

    @property
    def left(self) -> int:
        return max(0, self.needed - self.done)

    @property
    def open_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    conditions: tuple[Condition, ...]
    stage: str
    items: Mapping[int, Item] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Condition:
        return next(c for c in self.conditions if c.key == key)

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(c for c in self.conditions if not c.met)

    @property
    def is_complete(self) -> bool:
        return not self.unmet


def progress(record: Record) -> Progress:
    """Every condition with how far it is met; the number needed is always computed."""
    items = {task.pk: _item(task, record) for task in record.tasks}
    stage = _stage(record)

    def condition(key: str, tasks: Iterable[Task]) -> Condition:
        chosen = tuple(items[task.pk] for task in tasks)
        return Condition(
            key=key,
            needed=len(chosen),
            done=sum(item.counts for item in chosen),
            items=chosen,
        )

    return Progress(
        conditions=(
            condition(EXERCISES, required_exercises(record.tasks, stage)),
            condition(PORTFOLIO, _required_of(record, ExerciseType.PORTFOLIO)),
            condition(SELF_ASSESSMENT, _closing_self_assessments(record)),
            Condition(
                key=PEER_REVIEWS,
                needed=record.reviews_needed,
                done=min(record.reviews_given, record.reviews_needed),
            ),
            Condition(key=DETAILS, needed=1, done=int(record.details_confirmed)),
        ),
        stage=stage,
        items=items,
    )


def required_exercises(tasks: Iterable[Task], stage: str) -> list[Task]:
    """The exercises that a coach rates and the certificate needs at a stage."""
    return [t for t in tasks if t.is_coached_exercise and t.required_at(stage)]


def counts_for(work: Work, spans: Sequence[Span]) -> bool:
    """Whether accepted work counts for a member: it does when they belonged to the team
    as the accepted round, or an earlier one of the same work, was submitted."""
    if work.accepted is None:
        return False
    if work.is_own:
        return True
    rounds = [r for r in work.rounds if r.number <= work.accepted]
    return any(span.covers(r.submitted_at) for r in rounds for span in spans)


def _item(task: Task, record: Record) -> Item:
    works = record.works.get(task.pk, ())
    counted = [work for work, spans in works if counts_for(work, spans)]
    shown = counted or [work for work, _spans in works]
    if not shown:
        return Item(pk=task.pk, key=task.key)
    return Item(
        pk=task.pk,
        key=task.key,
        state=shown[-1].state,
        counts=bool(counted),
        joined_too_late=not counted and any(w.accepted is not None for w in shown),
    )


def _stage(record: Record) -> str:
    """The stage frozen in the accepted portfolio that counts, else the one of now."""
    for task in record.tasks:
        if task.type != ExerciseType.PORTFOLIO:
            continue
        for work, spans in record.works.get(task.pk, ()):
            if counts_for(work, spans) and work.accepted_round:
                return work.accepted_round.stage
    return record.stage


def _required_of(record: Record, type_: str) -> list[Task]:
    return [t for t in record.tasks if t.type == type_ and t.required]


def _closing_self_assessments(record: Record) -> list[Task]:
    """Those at the end; in a course that has none paired, every required one."""
    required = _required_of(record, ExerciseType.SELF_ASSESSMENT)
    at_the_end = [t for t in required if t.occasion == Occasion.AFTER]
    return at_the_end or [t for t in required if t.occasion != Occasion.BEFORE]
