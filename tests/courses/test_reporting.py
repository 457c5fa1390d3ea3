"""What a cohort's work adds up to."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from courses.reporting import (
    CriterionRow,
    DecisionRow,
    RatedRow,
    WorkRow,
    coach_lines,
    days_waited,
    heat_table,
    is_late,
    latest_levels,
    returned_repeatedly,
    rise,
    state_table,
    waiting,
    weakest,
)

TODAY = date(2027, 3, 10)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def rated(team: str, criterion: str, level: int | None, day: int = 0) -> RatedRow:
    return RatedRow(team, criterion, NOON + timedelta(days=day), level)


@pytest.mark.parametrize(
    ("since", "days", "late"),
    [
        (date(2027, 3, 10), 0, False),
        (date(2027, 3, 3), 7, False),
        (date(2027, 3, 2), 8, True),
        (date(2027, 3, 11), 0, False),
    ],
)
def test_days_are_counted_by_the_calendar(since, days, late):
    assert days_waited(since, TODAY) == days
    assert is_late(days, 7) is late


def test_nothing_waiting_is_all_zeros():
    found = waiting(submitted_on=[], today=TODAY)
    assert (found.count, found.late, found.longest) == (0, 0, 0)


def test_each_answer_is_late_by_its_own_promise():
    sent = date(2027, 3, 5)
    found = waiting(submitted_on=[(sent, 3), (sent, 7)], today=TODAY)
    assert (found.count, found.late, found.longest) == (2, 1, 5)


def test_the_newest_level_counts_whatever_the_order_of_rows():
    rows = [rated("a", "need", 3, day=2), rated("a", "need", 1, day=1)]
    assert latest_levels(rows)["a", "need"].level == 3


@pytest.mark.parametrize(
    ("rows", "mean"),
    [
        ([], None),
        ([rated("a", "need", None)], None),
        ([rated("a", "need", 3)], Fraction(3)),
        ([rated("a", "need", 3), rated("b", "need", None)], Fraction(3)),
        ([rated("a", "need", 3), rated("b", "need", 2)], Fraction(5, 2)),
    ],
)
def test_the_mean_is_exact_and_counts_only_levels(rows, mean):
    (line,) = heat_table(
        teams=["a", "b"], criteria=[CriterionRow("need", False)], rated=rows, minimum=2
    )
    assert line.mean == mean


@pytest.mark.parametrize(
    ("is_gate", "level", "flagged"),
    [
        (True, 1, True),
        (True, 2, False),
        (True, None, True),
        (False, 1, False),
        (False, None, False),
    ],
)
def test_only_a_gate_below_the_minimum_is_flagged(is_gate, level, flagged):
    (line,) = heat_table(
        teams=["a"],
        criteria=[CriterionRow("ethics", is_gate)],
        rated=[rated("a", "ethics", level)],
        minimum=2,
    )
    assert line.cells[0].gate_not_met is flagged


def test_not_rated_and_not_assessable_are_two_things():
    (line,) = heat_table(
        teams=["a", "b"],
        criteria=[CriterionRow("need", False)],
        rated=[rated("a", "need", None)],
        minimum=2,
    )
    assert [(c.level, c.rated) for c in line.cells] == [(None, True), (None, False)]


def test_the_weakest_criteria_come_lowest_first():
    lines = heat_table(
        teams=["a"],
        criteria=[CriterionRow(key, False) for key in ("x", "y", "z", "empty")],
        rated=[rated("a", "x", 3), rated("a", "y", 1), rated("a", "z", 2)],
        minimum=2,
    )
    assert weakest(lines) == ["y", "z"]


def test_each_team_has_a_cell_for_each_exercise():
    table = state_table(
        teams=["a", "b"],
        exercises=["m1", "m2"],
        work=[WorkRow("a", "m1", "accepted"), WorkRow("b", "m2", "draft")],
    )
    assert [cell.state for cell in table["a"]] == ["accepted", ""]
    assert [cell.state for cell in table["b"]] == ["", "draft"]


def test_personal_work_is_counted_by_state():
    rows = [WorkRow("a", "m1", state) for state in ("draft", "accepted", "accepted")]
    (cell,) = state_table(teams=["a"], exercises=["m1"], work=rows)["a"]
    assert cell.counts == (("accepted", 2), ("draft", 1))


def test_the_median_answer_time_is_a_day_that_happened():
    rows = [DecisionRow("s", "a", "m1", returned=False, days=d) for d in (1, 2, 5, 9)]
    (line,) = coach_lines(rows)
    assert (line.given, line.median_days) == (4, 2)


def test_work_returned_once_is_not_repeated():
    once = DecisionRow("s", "a", "m1", returned=True, days=1)
    passed = DecisionRow("s", "a", "m1", returned=False, days=1)
    assert returned_repeatedly([once, passed]) == []
    assert returned_repeatedly([once, once]) == [("a", "m1", 2)]


@pytest.mark.parametrize(
    ("first", "latest", "change"),
    [(1, 3, 2), (3, 2, -1), (2, 2, 0), (None, 3, None), (1, None, None)],
)
def test_a_rise_needs_two_levels(first, latest, change):
    assert rise(first, latest) == change
