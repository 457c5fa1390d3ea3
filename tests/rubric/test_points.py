"""A sum of points: the same tables for the rule set `points`."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.content import faults_of
from rubric.enums import Outcome, Reason, Standing
from rubric.scoring import NOT_ASSESSABLE as NA
from rubric.scoring import Criterion, Rules, RuleSet, score
from tests.rubric.factories import small_content, with_rules

PASS, RETURN = Outcome.PASSED, Outcome.RETURNED


def rules(needed, minimum=2):
    whole = RuleSet(PASS, 2, Fraction(5, 2))
    parts = RuleSet(Outcome.ACCEPTED, 2)
    return Rules(whole, parts, RuleSet(PASS, minimum, pass_points=Fraction(needed)))


def criterion(key, *points, gate=False):
    """Levels from 1, each with these points."""
    levels = tuple((n, Fraction(p)) for n, p in enumerate(points, start=1))
    return Criterion(key, 1, gate, levels=levels)


def summed(criteria, ratings, needed, minimum=2):
    return score(
        criteria=criteria,
        ratings=ratings,
        rules=rules(needed, minimum),
        rule_set="points",
    )


PLAIN = [criterion("a", 1, 2, 3, 4), criterion("b", 1, 2, 3, 4)]
DECIMAL = [criterion("a", 0, "2.5", 5), criterion("b", 0, "2.4999", "2.5")]
GATED = [criterion("a", 0, 10, 20), criterion("gate", 0, 10, 20, gate=True)]
THIRDS = [criterion(key, 0, "1/3", "2/3") for key in "abc"]

# Each row: what is tried, criteria, levels, points to pass, the sum, the outcome, why.
SHORT, LOW, GATE = Reason.POINTS_TOO_LOW, Reason.BELOW_MINIMUM, Reason.GATE_NOT_MET
POINTS = [
    ("exactly enough", PLAIN, {"a": 2, "b": 3}, 5, 5, PASS, ()),
    ("one short", PLAIN, {"a": 2, "b": 2}, 5, 4, RETURN, (SHORT,)),
    ("more than enough", PLAIN, {"a": 4, "b": 4}, 5, 8, PASS, ()),
    ("decimal points, exactly", DECIMAL, {"a": 2, "b": 3}, 5, 5, PASS, ()),
    (
        "decimal points, 4.9999",
        DECIMAL,
        {"a": 2, "b": 2},
        5,
        "4.9999",
        RETURN,
        (SHORT,),
    ),
    ("a threshold of 2.5", PLAIN, {"a": 2, "b": 2}, "2.5", 4, PASS, ()),
    ("a threshold of 4.0001", PLAIN, {"a": 2, "b": 2}, "4.0001", 4, RETURN, (SHORT,)),
    ("a sum of thirds", THIRDS, {"a": 2, "b": 2, "c": 2}, 1, 1, PASS, ()),
    ("the gate before the sum", GATED, {"a": 3, "gate": 1}, 20, 20, RETURN, (GATE,)),
    (
        "the gate and the sum",
        GATED,
        {"a": 2, "gate": 1},
        20,
        10,
        RETURN,
        (GATE, SHORT),
    ),
    ("points don't make up for a level", PLAIN, {"a": 4, "b": 1}, 5, 5, RETURN, (LOW,)),
    (
        "not assessable adds nothing and is below the minimum",
        PLAIN,
        {"a": 4, "b": NA},
        4,
        4,
        RETURN,
        (LOW,),
    ),
    (
        "all not assessable: no sum, never 0",
        PLAIN,
        {"a": NA, "b": NA},
        4,
        None,
        RETURN,
        (LOW,),
    ),
    ("a level of no points", GATED, {"a": 2, "gate": 2}, 0, 20, PASS, ()),
]


@pytest.mark.parametrize(
    ("criteria", "ratings", "needed", "total", "outcome", "reasons"),
    [row[1:] for row in POINTS],
    ids=[row[0] for row in POINTS],
)
def test_sum_of_points(criteria, ratings, needed, total, outcome, reasons):
    scored = summed(criteria, ratings, needed)
    assert scored.total == (None if total is None else Fraction(total))
    assert scored.outcome == outcome
    assert scored.reasons == reasons
    assert scored.mean is None
    assert not scored.mean_decides


def test_nothing_but_zero_points_is_a_sum_of_zero():
    scored = summed(GATED, {"a": 1, "gate": 1}, 1, minimum=1)
    assert (scored.total, scored.outcome) == (0, RETURN)


def test_weights_count_nothing():
    heavy = [Criterion("a", 99, levels=PLAIN[0].levels), PLAIN[1]]
    assert summed(heavy, {"a": 2, "b": 3}, 5).total == 5


def test_level_without_points_of_its_own_counts_with_its_number():
    assert summed([Criterion("a", 1)], {"a": 3}, 3).total == 3


def test_level_that_the_criterion_does_not_have_is_refused():
    with pytest.raises(ValueError, match="a has no level 5"):
        summed(PLAIN, {"a": 5, "b": 2}, 4)


def test_rules_without_points_sum_none():
    with pytest.raises(ValueError, match="no points"):
        score(
            criteria=PLAIN,
            ratings={"a": 2, "b": 2},
            rules=Rules(RuleSet(PASS, 2), RuleSet(PASS, 2)),
            rule_set="points",
        )


def test_not_yet_rated_is_incomplete_and_names_no_gate():
    scored = summed(GATED, {"a": 3}, 20)
    assert scored.outcome == Outcome.INCOMPLETE
    assert scored.lines[1].standing == Standing.NOT_RATED
    assert not scored.gate_met


levels = st.sampled_from([NA, 1, 2, 3, 4])
steps = st.lists(
    st.decimals(0, 100, places=4).map(Fraction), min_size=4, max_size=4
).map(sorted)
asked = st.lists(st.tuples(steps, levels, st.booleans()), min_size=1, max_size=8)


def as_criteria(rows):
    criteria = [criterion(f"c{n}", *row[0], gate=row[2]) for n, row in enumerate(rows)]
    return criteria, {f"c{n}": row[1] for n, row in enumerate(rows)}


@given(asked, st.decimals(0, 800, places=4))
def test_a_pass_is_what_adding_by_hand_says(rows, needed):
    criteria, ratings = as_criteria(rows)
    has_all = all(level is not NA and level >= 2 for level in ratings.values())
    total = sum(row[0][row[1] - 1] for row in rows if row[1] is not NA)
    passed = summed(criteria, ratings, needed).outcome == PASS
    assert passed == (has_all and total >= Fraction(needed))


@given(asked, st.decimals(0, 800, places=4), st.integers(0, 7))
def test_a_higher_level_never_makes_the_outcome_worse(rows, needed, place):
    criteria, ratings = as_criteria(rows)
    key = f"c{place % len(rows)}"
    lifted = ratings | {key: min(4, (ratings[key] or 0) + 1)}
    before, after = (summed(criteria, x, needed).outcome for x in (ratings, lifted))
    assert (before, after) != (PASS, RETURN)


def faults(needed, **points):
    """What keeps the small rubric from being published with these points."""
    content = small_content(rules=with_rules(points_to_pass=needed))
    worth = {key: dict(enumerate(map(Decimal, row), 1)) for key, row in points.items()}
    criteria = tuple(
        replace(row, points=worth.get(row.key, {})) for row in content.criteria
    )
    return [str(fault) for fault in faults_of(replace(content, criteria=criteria))]


# Each row: points to pass, the points of need's levels, the path of the fault.
UNFIT = [
    ("5", ("0", "2", "1", "3"), "criteria[0].points.3"),
    ("5", ("-1", "2", "3", "4"), "criteria[0].points.1"),
    ("12.0001", ("1", "2", "3", "4"), "rules.points_to_pass"),
    ("-1", ("1", "2", "3", "4"), "rules.points_to_pass"),
]


@pytest.mark.parametrize(("needed", "points", "path"), UNFIT, ids=str)
def test_points_that_could_not_work_are_not_published(needed, points, path):
    (fault,) = faults(needed, need=points)
    assert fault.startswith(f"{path}: ")


@pytest.mark.parametrize("points", [("0", "0", "2", "2"), ("0.5", "1", "1.5", "4")])
def test_points_may_be_decimal_and_stay_the_same(points):
    assert faults("10", need=points) == []


def test_points_of_a_rubric_that_sums_none_may_be_anything():
    assert faults(None, need=("3", "2", "-1", "0")) == []
