"""What is still missing for the certificate."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.enums import Stage
from courses.progress import (
    DETAILS,
    EXERCISES,
    PEER_REVIEWS,
    PORTFOLIO,
    SELF_ASSESSMENT,
    Record,
    Round,
    Span,
    Task,
    Work,
    counts_for,
    progress,
)

DAY = timedelta(days=1)
START = datetime(2027, 1, 18, tzinfo=UTC)
ALWAYS = Span(joined_at=START - DAY)


def task(pk, type_="long_text", rated_by="coach", **more):
    return Task(pk=pk, key=f"e{pk}", type=type_, rated_by=rated_by, **more)


EXERCISE = task(1)
RESULTS = task(2, required=False, required_from_stage=Stage.USE)
BEFORE = task(3, "self_assessment", "self", required=False, occasion="before")
AFTER = task(4, "self_assessment", "self", occasion="after")
SALKKU = task(5, "portfolio")
PEER = task(6, "peer_review", "peer")
TASKS = [EXERCISE, RESULTS, BEFORE, AFTER, SALKKU, PEER]


def accepted(day=0, number=1, stage=Stage.IDEA, rounds=1, own=False):
    return Work(
        state="accepted",
        accepted=number,
        is_own=own,
        rounds=tuple(
            Round(number=n, submitted_at=START + DAY * (day + n - 1), stage=stage)
            for n in range(1, rounds + 1)
        ),
    )


def record(works, stage=Stage.IDEA, **more):
    told = {"reviews_needed": 2, "reviews_given": 2, "details_confirmed": True}
    return Record(
        tasks=TASKS,
        works={pk: [(work, [ALWAYS])] for pk, work in works.items()},
        stage=stage,
        **told | more,
    )


DONE = {1: accepted(), 4: accepted(own=True), 5: accepted()}


def test_everything_done_is_complete():
    assert progress(record(DONE)).is_complete


@pytest.mark.parametrize(
    ("taken_away", "changes", "unmet"),
    [
        (1, {}, EXERCISES),
        (4, {}, SELF_ASSESSMENT),
        (5, {}, PORTFOLIO),
        (None, {"reviews_given": 1}, PEER_REVIEWS),
        (None, {"details_confirmed": False}, DETAILS),
    ],
)
def test_each_condition_alone_stops_completion(taken_away, changes, unmet):
    works = {pk: work for pk, work in DONE.items() if pk != taken_away}
    found = progress(record(works, **changes))
    assert [condition.key for condition in found.unmet] == [unmet]


@pytest.mark.parametrize(
    ("stage", "needed"),
    [(Stage.IDEA, 1), (Stage.PILOT, 1), (Stage.USE, 2), (Stage.SPREAD, 2)],
)
def test_exercise_that_is_required_from_a_stage_counts_from_it_on(stage, needed):
    assert progress(record({}, stage=stage))[EXERCISES].needed == needed


def test_stage_that_rises_after_the_portfolio_was_accepted_adds_nothing():
    found = progress(record(DONE, stage=Stage.SPREAD))
    assert found.is_complete
    assert found.stage == Stage.IDEA


def test_stage_that_was_frozen_high_still_asks_for_the_results():
    works = DONE | {5: accepted(stage=Stage.USE)}
    found = progress(record(works, stage=Stage.IDEA))
    assert found[EXERCISES].needed == 2
    assert not found.is_complete


def test_self_assessment_at_the_start_is_no_condition():
    found = progress(record(DONE))
    assert [item.pk for item in found[SELF_ASSESSMENT].items] == [AFTER.pk]


def test_more_reviews_than_needed_count_as_the_number_needed():
    found = progress(record(DONE, reviews_given=5))
    assert found[PEER_REVIEWS].done == 2


def test_returned_work_counts_once_it_has_been_accepted_before():
    work = Work(state="returned", accepted=1, rounds=accepted(rounds=2).rounds)
    assert progress(record(DONE | {1: work})).is_complete


@pytest.mark.parametrize(
    ("joined", "left", "accepted_number", "counts"),
    [
        (-1, None, 1, True),
        (0, None, 1, True),
        (1, None, 1, False),
        (-5, -1, 1, False),
        (-5, 0, 1, False),
        (1, None, 2, True),
        (2, None, 2, False),
        (-1, 1, 2, True),
    ],
)
def test_accepted_work_counts_for_those_who_were_there(
    joined, left, accepted_number, counts
):
    """Round 1 is submitted on day 0, round 2 on day 1."""
    span = Span(
        joined_at=START + DAY * joined,
        left_at=None if left is None else START + DAY * left,
    )
    work = accepted(number=accepted_number, rounds=2)
    assert counts_for(work, [span]) is counts


def test_later_round_than_the_accepted_one_gives_no_credit():
    work = accepted(number=1, rounds=2)
    newcomer = Span(joined_at=START + DAY)
    assert not counts_for(work, [newcomer])


def test_work_accepted_before_a_person_came_is_told_apart():
    late = Span(joined_at=START + 5 * DAY)
    told = Record(tasks=TASKS, works={1: [(accepted(), [late])]}, stage=Stage.IDEA)
    (item,) = progress(told)[EXERCISES].items
    assert item.joined_too_late
    assert not item.counts


def test_work_of_an_earlier_team_still_counts():
    old, new = (
        Span(joined_at=START - DAY, left_at=START + DAY),
        Span(joined_at=START + DAY),
    )
    told = Record(
        tasks=TASKS,
        works={1: [(accepted(), [old]), (Work(state="draft"), [new])]},
        stage=Stage.IDEA,
    )
    assert progress(told)[EXERCISES].met
