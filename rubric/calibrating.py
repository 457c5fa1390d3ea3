"""How a practice compares with the expert's levels, and where an assessor stands.

Passing: of the criteria that at least one of the two gave a level, the set share must be
within one level, and the mean difference may not be greater than the set bias either
way. A criterion that only one of the two could assess is not within one level. Where
both say "not assessable" there is nothing to compare. All in whole numbers and
fractions: nothing is rounded before it is held against a limit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

#: A level, or None for "not assessable".
Judgement = int | None


@dataclass(frozen=True, kw_only=True)
class Rules:
    #: Per cent of the criteria within one level.
    share: int
    bias: Decimal


@dataclass(frozen=True, kw_only=True)
class Counts:
    compared: int
    exact: int
    within_one: int
    #: Sum of assessor's level minus expert's level.
    difference: int
    #: Criteria that only one of the two could assess.
    apart: int

    @property
    def judged(self) -> int:
        return self.compared + self.apart

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.within_one, self.judged) if self.judged else None

    @property
    def mean_difference(self) -> Fraction | None:
        return Fraction(self.difference, self.compared) if self.compared else None


class Shortfall(StrEnum):
    """What keeps a practice from passing."""

    NOTHING_TO_COMPARE = "nothing_to_compare"
    TOO_FAR = "too_far"
    TOO_STRICT = "too_strict"
    TOO_MILD = "too_mild"


def count(mine: Mapping[str, Judgement], reference: Mapping[str, Judgement]) -> Counts:
    """Over the criteria of the reference that the assessor was asked as well."""
    pairs = [(mine[key], level) for key, level in reference.items() if key in mine]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return Counts(
        compared=len(both),
        exact=sum(a == b for a, b in both),
        within_one=sum(abs(a - b) <= 1 for a, b in both),
        difference=sum(a - b for a, b in both),
        apart=sum((a is None) != (b is None) for a, b in pairs),
    )


def shortfalls(counts: Counts, rules: Rules) -> tuple[Shortfall, ...]:
    """Empty when the practice passes."""
    share, mean = counts.share, counts.mean_difference
    if share is None or mean is None:
        return (Shortfall.NOTHING_TO_COMPARE,)
    found = []
    if share < Fraction(rules.share, 100):
        found.append(Shortfall.TOO_FAR)
    if abs(mean) > Fraction(rules.bias):
        found.append(Shortfall.TOO_MILD if mean > 0 else Shortfall.TOO_STRICT)
    return tuple(found)


class StandingState(StrEnum):
    NEVER = "never"
    NOT_PASSED = "not_passed"
    PASSED = "passed"
    DUE = "due"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an assessor stands with a rubric. `until` is when a pass ends or ended."""

    state: StandingState
    until: datetime | None = None

    @property
    def is_valid(self) -> bool:
        return self.state == StandingState.PASSED


@dataclass(frozen=True, kw_only=True)
class Attempt:
    #: The sample's slug: it is the same one in every version of the rubric.
    sample: str
    passed: bool
    completed_at: datetime
    due_at: datetime


def counting(attempts: Iterable[Attempt], pause: timedelta) -> Iterator[Attempt]:
    """Those that weren't made from memory: whoever has seen the expert's levels of a
    sample may practise on it again, but it counts only after the pause."""
    seen: dict[str, datetime] = {}
    for attempt in sorted(attempts, key=lambda row: row.completed_at):
        before = seen.get(attempt.sample)
        if before is None or attempt.completed_at - before >= pause:
            yield attempt
        seen[attempt.sample] = attempt.completed_at


def standing(
    attempts: Iterable[Attempt], at: datetime, pause: timedelta = timedelta(0)
) -> Standing:
    """A pass holds until it is due, whatever is practised in between."""
    attempts = list(counting(attempts, pause))
    if not attempts:
        return Standing(state=StandingState.NEVER)
    if not (passes := [attempt.due_at for attempt in attempts if attempt.passed]):
        return Standing(state=StandingState.NOT_PASSED)
    until = max(passes)
    state = StandingState.PASSED if at < until else StandingState.DUE
    return Standing(state=state, until=until)
