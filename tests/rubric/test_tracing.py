"""The trace of a score: what counted, what decided, what would be enough."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.enums import Counting, Outcome, Reason
from rubric.scoring import NOT_ASSESSABLE as NA
from rubric.scoring import Criterion, Distinction, Rules, RuleSet, score
from rubric.tracing import Lift, counting, trace

PASS, ACCEPT, RETURN = Outcome.PASSED, Outcome.ACCEPTED, Outcome.RETURNED
FOUR = tuple((value, Fraction(value)) for value in (1, 2, 3, 4))
NEED = Criterion("need", 40, levels=FOUR)
EVIDENCE = Criterion("evidence", 40, levels=FOUR)
ETHICS = Criterion("ethics", 20, is_gate=True, levels=FOUR)
THREE = [NEED, EVIDENCE, ETHICS]
RULES = Rules(
    whole=RuleSet(PASS, 2, Fraction(5, 2), Distinction(Fraction(16, 5), 3)),
    parts=RuleSet(ACCEPT, 2),
    points=RuleSet(PASS, 2, pass_points=Fraction(8)),
)


def traced(need=NA, evidence=NA, ethics=NA, rule_set="whole", criteria=THREE):
    given = {"need": need, "evidence": evidence, "ethics": ethics}
    ratings = {c.key: given[c.key] for c in criteria}
    return trace(criteria=criteria, ratings=ratings, rules=RULES, rule_set=rule_set)


def lifts(*args, **kwargs):
    found = traced(*args, **kwargs).lifts
    return [(x.key, x.from_level, x.to_level, str(x.comes_to)) for x in found]


def test_each_line_says_what_it_adds():
    lines = traced(3, 2, 4).lines
    assert [(x.key, x.weight, x.points, x.adds) for x in lines] == [
        ("need", 40, 3, 120),
        ("evidence", 40, 2, 80),
        ("ethics", 20, 4, 80),
    ]


@pytest.mark.parametrize("rule_set", ["whole", "parts", "points"])
def test_what_the_lines_add_is_the_number(rule_set):
    told = traced(3, 2, 4, rule_set=rule_set)
    total = sum(line.adds for line in told.lines)
    weights = 1 if rule_set == "points" else 100
    assert total / weights == told.number


def test_criterion_without_a_level_adds_nothing_and_says_why():
    told = trace(criteria=THREE, ratings={"need": 3, "evidence": NA}, rules=RULES,
                 rule_set="whole")  # fmt: skip
    assert [(line.adds, counting(line)) for line in told.lines] == [
        (120, Counting.COUNTED),
        (None, Counting.NOT_ASSESSABLE),
        (None, Counting.NOT_RATED),
    ]
    assert not told.number_decides


# Each row: the levels of need, evidence and ethics; the rule that decided.
DECIDING = [
    ((3, 3, 3), "whole", None),
    ((2, 2, 2), "whole", Reason.MEAN_TOO_LOW),
    ((1, 2, 2), "whole", Reason.BELOW_MINIMUM),
    ((1, 1, 1), "whole", Reason.GATE_NOT_MET),
    ((4, 4, NA), "whole", Reason.GATE_NOT_MET),
    ((2, 2, 2), "points", Reason.POINTS_TOO_LOW),
    ((4, 4, 1), "points", Reason.GATE_NOT_MET),
    ((2, 2, 2), "parts", None),
]


@pytest.mark.parametrize(("levels", "rule_set", "reason"), DECIDING)
def test_rule_that_decided(levels, rule_set, reason):
    assert traced(*levels, rule_set=rule_set).decided_by == reason


def test_threshold_is_told_with_the_rule_set():
    assert traced(2, 2, 2).threshold == Fraction(5, 2)
    assert traced(2, 2, 2, rule_set="points").threshold == 8
    assert traced(2, 2, 2, rule_set="parts").threshold is None


# Each row: what is tried, the levels, the rule set, the lifts that would be enough.
LIFTS = [
    ("a pass needs none", (3, 3, 3), "whole", []),
    (
        "short of the mean: every single one that is enough",
        (2, 3, 2),
        "whole",
        [
            ("need", 2, 3, "14/5"),
            ("need", 2, 4, "16/5"),
            ("evidence", 3, 4, "14/5"),
            ("ethics", 2, 3, "13/5"),
            ("ethics", 2, 4, "14/5"),
        ],
    ),
    (
        "all at 2: only the heavy ones, and only to 4",
        (2, 2, 2),
        "whole",
        [("need", 2, 4, "14/5"), ("evidence", 2, 4, "14/5")],
    ),
    (
        "one below the minimum: it alone",
        (1, 4, 4),
        "whole",
        [("need", 1, 2, "16/5"), ("need", 1, 3, "18/5"), ("need", 1, 4, "4")],
    ),
    (
        "below the minimum and short of the mean: it must make up for both",
        (1, 3, 2),
        "whole",
        [("need", 1, 3, "14/5"), ("need", 1, 4, "16/5")],
    ),
    ("two below the minimum: none", (1, 1, 4), "whole", []),
    ("the gate below and another below: none", (1, 4, 1), "whole", []),
    (
        "the gate below: it alone",
        (2, 3, 1),
        "whole",
        [("ethics", 1, 3, "13/5"), ("ethics", 1, 4, "14/5")],
    ),
    (
        "one can't be assessed: from no level",
        (3, 3, NA),
        "whole",
        [
            ("ethics", NA, 2, "14/5"),
            ("ethics", NA, 3, "3"),
            ("ethics", NA, 4, "16/5"),
        ],
    ),
    ("an exercise has no mean to be short of", (2, 2, 2), "parts", []),
    (
        "an exercise below the minimum",
        (1, 2, 2),
        "parts",
        [("need", 1, 2, "2"), ("need", 1, 3, "12/5"), ("need", 1, 4, "14/5")],
    ),
    (
        "short of the points",
        (3, 2, 2),
        "points",
        [
            ("need", 3, 4, "8"),
            ("evidence", 2, 3, "8"),
            ("evidence", 2, 4, "9"),
            ("ethics", 2, 3, "8"),
            ("ethics", 2, 4, "9"),
        ],
    ),
    ("nothing can be assessed: none", (NA, NA, NA), "points", []),
]


@pytest.mark.parametrize(
    ("levels", "rule_set", "expected"),
    [r[1:] for r in LIFTS],
    ids=[r[0] for r in LIFTS],
)
def test_single_lifts_that_would_be_enough(levels, rule_set, expected):
    assert lifts(*levels, rule_set=rule_set) == expected


def test_it_is_said_when_no_lift_is_enough():
    assert traced(1, 1, 4).no_lift_is_enough
    assert not traced(3, 3, 3).no_lift_is_enough
    assert not traced(2, 2, 2).no_lift_is_enough


def test_for_people_the_lowest_level_of_each_criterion_is_told():
    told = traced(2, 3, 2).smallest_lifts
    assert told == (
        Lift("need", 2, 3, Fraction(14, 5)),
        Lift("evidence", 3, 4, Fraction(14, 5)),
        Lift("ethics", 2, 3, Fraction(13, 5)),
    )


def test_work_that_is_not_yet_rated_has_no_lifts():
    told = trace(criteria=THREE, ratings={"need": 3}, rules=RULES, rule_set="whole")
    assert told.outcome == Outcome.INCOMPLETE
    assert told.lifts == ()
    assert not told.no_lift_is_enough


def test_without_the_levels_no_lift_can_be_named():
    with pytest.raises(ValueError, match="levels"):
        traced(2, 2, 2, criteria=[NEED, EVIDENCE, Criterion("ethics", 20)])


levels = st.sampled_from([NA, 1, 2, 3, 4])
worths = st.lists(st.decimals(0, 9, places=2).map(Fraction), min_size=4, max_size=4)


@st.composite
def cases(draw):
    """Criteria of any weights, gates and points, levels for all of them, any rules."""
    rows = draw(st.lists(st.tuples(st.integers(1, 50), st.booleans(), worths, levels),
                         min_size=1, max_size=6))  # fmt: skip
    criteria = [
        Criterion(
            f"c{n}", weight, gate, levels=tuple(enumerate(sorted(points), start=1))
        )
        for n, (weight, gate, points, _) in enumerate(rows)
    ]
    minimum = draw(st.integers(1, 3))
    mean = Fraction(draw(st.decimals(1, 4, places=4)))
    asks_mean = draw(st.booleans())
    rules = Rules(
        RuleSet(PASS, minimum, mean, Distinction(Fraction(16, 5), 3)),
        RuleSet(ACCEPT, minimum, mean if asks_mean else None),
        RuleSet(
            PASS, minimum, pass_points=Fraction(draw(st.decimals(0, 54, places=2)))
        ),
    )
    return {
        "criteria": criteria,
        "ratings": {f"c{n}": row[3] for n, row in enumerate(rows)},
        "rules": rules,
        "rule_set": draw(st.sampled_from(["whole", "parts", "points"])),
    }


@given(cases())
def test_reported_lifts_are_exactly_those_that_lead_to_a_pass(case):
    told = trace(**case)
    enough = []
    for criterion in case["criteria"]:
        level = case["ratings"][criterion.key]
        for higher in range((level or 0) + 1, 5):
            lifted = score(
                **case | {"ratings": case["ratings"] | {criterion.key: higher}}
            )
            if lifted.outcome in (PASS, ACCEPT):
                enough.append((criterion.key, level, higher, lifted.number))
    expected = enough if told.outcome == RETURN else []
    assert [
        (x.key, x.from_level, x.to_level, x.comes_to) for x in told.lifts
    ] == expected


@given(cases())
def test_trace_and_score_say_the_same(case):
    told = trace(**case)
    assert told.scored == score(**case)
    adds = [line.adds for line in told.lines if line.adds is not None]
    if told.number is None:
        assert not adds
    elif told.scored.is_sum:
        assert sum(adds) == told.number
    else:
        weights = sum(x.weight for x in told.lines if x.adds is not None)
        assert sum(adds) / weights == told.number


@given(cases())
def test_what_decided_is_the_weightiest_reason(case):
    told = trace(**case)
    assert (told.decided_by is None) == (told.outcome in (PASS, ACCEPT))
    assert not told.decided_by or told.decided_by == told.scored.reasons[0]
