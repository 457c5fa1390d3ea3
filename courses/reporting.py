"""What a cohort's work adds up to: states, levels, waiting and answer times (pure).

Rows in, tables out. Nothing is rounded here: a mean is an exact fraction, and "not
rated" and "not assessable" are never counted as a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median_low
from typing import Any

#: The key of a team, an exercise, a criterion or a coach: whatever the caller uses.
type Id = Any


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A submission: whose, on what, and where it is."""

    team: Id
    exercise: Id
    state: str


@dataclass(frozen=True, slots=True)
class RatedRow:
    """A level that a coach gave; None is "not assessable"."""

    team: Id
    criterion: Id
    at: datetime
    level: int | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    id: Id
    is_gate: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An answer given: by whom, on what, and in how many days."""

    coach: Id
    team: Id
    exercise: Id
    returned: bool
    days: int


@dataclass(frozen=True, slots=True)
class StateCell:
    """Where a team is in an exercise. `counts` has several states for personal work."""

    counts: tuple[tuple[str, int], ...]

    @property
    def state(self) -> str:
        return self.counts[0][0] if len(self.counts) == 1 else ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A level, "not assessable" or not yet rated; `gate_not_met` only for gates."""

    level: int | None
    rated: bool
    gate_not_met: bool


@dataclass(frozen=True, slots=True)
class HeatLine:
    criterion: Id
    cells: tuple[HeatCell, ...]
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Waiting:
    count: int
    late: int
    longest: int


@dataclass(frozen=True, slots=True)
class CoachLine:
    coach: Id
    given: int
    median_days: int


def days_waited(since: date, until: date) -> int:
    """Whole days by the calendar, as people count them."""
    return max((until - since).days, 0)


def is_late(days: int, promised: int) -> bool:
    return days > promised


def waiting(*, submitted_on: Iterable[tuple[date, int]], today: date) -> Waiting:
    """Count answers that wait; each comes with the days in which one was promised."""
    waits = [(days_waited(day, today), promised) for day, promised in submitted_on]
    return Waiting(
        count=len(waits),
        late=sum(is_late(days, promised) for days, promised in waits),
        longest=max((days for days, _promised in waits), default=0),
    )


def state_table(
    *, teams: Sequence[Id], exercises: Sequence[Id], work: Iterable[WorkRow]
) -> dict[Id, tuple[StateCell, ...]]:
    """For each team its cells in the order of the exercises."""
    found: dict[tuple[Id, Id], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work:
        found[row.team, row.exercise][row.state] += 1
    return {
        team: tuple(
            StateCell(tuple(sorted(found.get((team, exercise), {}).items())))
            for exercise in exercises
        )
        for team in teams
    }


def latest_levels(rows: Iterable[RatedRow]) -> dict[tuple[Id, Id], RatedRow]:
    """The coach's latest rating for each team and criterion."""
    latest: dict[tuple[Id, Id], RatedRow] = {}
    for row in sorted(rows, key=lambda row: row.at):
        latest[row.team, row.criterion] = row
    return latest


def heat_table(
    *,
    teams: Sequence[Id],
    criteria: Sequence[CriterionRow],
    rated: Iterable[RatedRow],
    minimum: int,
) -> list[HeatLine]:
    """A line for each criterion, a cell for each team, and the mean of the levels."""
    latest = latest_levels(rated)
    return [
        _heat_line(
            criterion, [latest.get((team, criterion.id)) for team in teams], minimum
        )
        for criterion in criteria
    ]


def _heat_line(
    criterion: CriterionRow, rows: Sequence[RatedRow | None], minimum: int
) -> HeatLine:
    cells = tuple(_heat_cell(criterion, row, minimum) for row in rows)
    levels = [cell.level for cell in cells if cell.level is not None]
    mean = Fraction(sum(levels), len(levels)) if levels else None
    return HeatLine(criterion.id, cells, mean)


def _heat_cell(criterion: CriterionRow, row: RatedRow | None, minimum: int) -> HeatCell:
    if row is None:
        return HeatCell(None, rated=False, gate_not_met=False)
    below = row.level is None or row.level < minimum
    return HeatCell(row.level, rated=True, gate_not_met=criterion.is_gate and below)


def weakest(lines: Iterable[HeatLine], count: int = 2) -> list[Id]:
    """Criteria with the lowest means, lowest first; nothing where nothing is rated."""
    rated = [line for line in lines if line.mean is not None]
    return [line.criterion for line in sorted(rated, key=_mean)[:count]]


def _mean(line: HeatLine) -> Fraction:
    return line.mean if line.mean is not None else Fraction(0)


def coach_lines(decisions: Iterable[DecisionRow]) -> list[CoachLine]:
    """How many answers each coach gave and in how many days (the lower median)."""
    days: dict[Id, list[int]] = defaultdict(list)
    for row in decisions:
        days[row.coach].append(row.days)
    return [
        CoachLine(coach, len(spent), median_low(spent)) for coach, spent in days.items()
    ]


def returned_repeatedly(
    decisions: Iterable[DecisionRow], times: int = 2
) -> list[tuple[Id, Id, int]]:
    """(team, exercise, times) of work that has come back at least `times` times."""
    counts: dict[tuple[Id, Id], int] = defaultdict(int)
    for row in decisions:
        counts[row.team, row.exercise] += row.returned
    return [
        (team, exercise, count)
        for (team, exercise), count in counts.items()
        if count >= times
    ]


def rise(first: int | None, latest: int | None) -> int | None:
    """How many levels a criterion has risen; None where either is missing."""
    return None if first is None or latest is None else latest - first
