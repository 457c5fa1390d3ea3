"""The rules as tables that a teacher could read."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import rubric
from rubric.enums import Outcome, Reason, Standing
from rubric.scoring import (
    NOT_ASSESSABLE,
    Criterion,
    Distinction,
    Rules,
    RuleSet,
    format_mean,
    score,
)

DATA = Path(rubric.__file__).parent / "data"
RUBRIC = yaml.safe_load((DATA / "sosiaalinen-innovaatio.yaml").read_text("utf-8"))
SAMPLES = yaml.safe_load((DATA / "esimerkkikuvaukset.yaml").read_text("utf-8"))
PASS, ACCEPT, RETURN = Outcome.PASSED, Outcome.ACCEPTED, Outcome.RETURNED
NA = NOT_ASSESSABLE

RULES = Rules(
    whole=RuleSet(PASS, 2, Fraction(5, 2), Distinction(Fraction(16, 5), 3)),
    parts=RuleSet(ACCEPT, 2),
)
TEN = [
    Criterion(
        row["id"],
        row["weight"],
        row.get("gate", False),
        row["id"] in RUBRIC["rules"]["distinction"]["at_least_3"],
    )
    for row in RUBRIC["criteria"]
]
KEYS = [c.key for c in TEN]
NEED, NOVELTY, _, SOLUTION, EVIDENCE, ETHICS, *_ = TEN


def ten(base, **changes):
    return dict.fromkeys(KEYS, base) | changes


def whole(ratings, criteria=TEN):
    return score(criteria=criteria, ratings=ratings, rules=RULES, rule_set="whole")


def parts(ratings, criteria):
    return score(criteria=criteria, ratings=ratings, rules=RULES, rule_set="parts")


def pair(weight_at_3, weight_at_2):
    """Two criteria whose weights put the mean anywhere between 2 and 3."""
    criteria = [Criterion("a", weight_at_3), Criterion("b", weight_at_2)]
    return criteria, {"a": 3, "b": 2}


@pytest.mark.parametrize("sample", SAMPLES["samples"], ids=lambda s: s["id"])
def test_sample_gives_exactly_what_the_expert_expects(sample):
    scored = whole(sample["levels"])
    expected = sample["expected"]
    assert format_mean(scored.mean) == expected["mean"]
    assert list(scored.below_minimum) == expected["below_minimum"]
    assert scored.gate_met == expected["gate_ok"]
    assert (scored.outcome == PASS) == expected["passed"]
    assert scored.distinction == expected["distinction"]


# Each row: what is tried, the levels, the mean, the outcome, the distinction.
HALF = {"need": 3, "solution": 3, "evidence": 3, "participation": 3}  # weights 50
WHOLE = [
    ("every criterion at 1", ten(1), 1, RETURN, False),
    ("every criterion at 2 is returned for its mean", ten(2), 2, RETURN, False),
    ("every criterion at 3", ten(3), 3, PASS, False),
    ("every criterion at 4", ten(4), 4, PASS, True),
    ("weights of 50 at level 3: 2.50 passes", ten(2, **HALF), "2.5", PASS, False),
    (
        "weights of 48 at level 3: 2.48 does not",
        ten(2, **HALF | {"solution": 2, "novelty": 3}),
        "2.48",
        RETURN,
        False,
    ),
    (
        "level 4 counts twice: a weight of 25 would do",
        ten(2, evidence=4, need=4),
        "2.52",
        PASS,
        False,
    ),
    ("one criterion at 1 is not made up for", ten(4, clarity=1), "3.82", RETURN, False),
    ("the gate at 1, all else at 4", ten(4, ethics=1), "3.7", RETURN, False),
    ("the gate at 2 is met", ten(4, ethics=2), "3.8", PASS, False),
    ("the gate at 3 lets distinction through", ten(4, ethics=3), "3.9", PASS, True),
    ("the gate can't be assessed", ten(4, ethics=NA), 4, RETURN, False),
    ("one criterion can't be assessed", ten(4, novelty=NA), 4, RETURN, False),
    (
        "not assessable is not zero: the mean is over the rest",
        ten(3, evidence=NA),
        3,
        RETURN,
        False,
    ),
    ("nothing can be assessed: no mean", ten(NA), None, RETURN, False),
    (
        "only one could be assessed",
        ten(NA, need=4),
        4,
        RETURN,
        False,
    ),
    (
        "an idea with a plan but no results",
        ten(3, evidence=2),
        "2.86",
        PASS,
        False,
    ),
    (
        "distinction: mean of exactly 3.20",
        ten(3, collaboration=4, need=4),
        "3.2",
        PASS,
        True,
    ),
    (
        "distinction: 3.18 is not enough",
        ten(3, novelty=4, sustainability=4),
        "3.18",
        PASS,
        False,
    ),
    ("distinction needs level 3 in need", ten(4, need=2), "3.76", PASS, False),
    ("distinction needs level 3 in solution", ten(4, solution=2), "3.76", PASS, False),
    ("distinction needs level 3 in evidence", ten(4, evidence=2), "3.72", PASS, False),
    ("distinction does not ask clarity", ten(4, clarity=2), "3.88", PASS, True),
    ("distinction requires a pass", ten(4, clarity=1), "3.82", RETURN, False),
]


@pytest.mark.parametrize(
    ("ratings", "mean", "outcome", "distinction"),
    [row[1:] for row in WHOLE],
    ids=[row[0] for row in WHOLE],
)
def test_whole_description(ratings, mean, outcome, distinction):
    scored = whole(ratings)
    assert scored.mean == (None if mean is None else Fraction(mean))
    assert scored.outcome == outcome
    assert scored.distinction is distinction


NEAR = [
    ("2.50 exactly", 1, 1, PASS),
    ("2.4999", 4999, 5001, RETURN),
    ("2.5001", 5001, 4999, PASS),
    ("2.496", 496, 504, RETURN),
    ("2.49999999", 49_999_999, 50_000_001, RETURN),
    ("one part in 10^20 short", 10**20, 10**20 + 1, RETURN),
    ("one part in 10^20 over", 10**20 + 1, 10**20, PASS),
]


@pytest.mark.parametrize(
    ("at_3", "at_2", "outcome"), [r[1:] for r in NEAR], ids=[r[0] for r in NEAR]
)
def test_threshold_is_compared_exactly(at_3, at_2, outcome):
    criteria, ratings = pair(at_3, at_2)
    assert whole(ratings, criteria).outcome == outcome


PARTS = [
    ("one criterion at 2 is accepted", [NEED], {"need": 2}, ACCEPT),
    ("one criterion at 3", [NEED], {"need": 3}, ACCEPT),
    ("one criterion at 1 is returned", [NEED], {"need": 1}, RETURN),
    ("one criterion not assessable", [NEED], {"need": NA}, RETURN),
    ("all at 2, no mean is asked", TEN, ten(2), ACCEPT),
    ("4 does not make up for 1", [NEED, NOVELTY], {"need": 4, "novelty": 1}, RETURN),
    ("gate asked and met", [ETHICS], {"ethics": 2}, ACCEPT),
    ("gate asked and not met", [ETHICS], {"ethics": 1}, RETURN),
    ("gate asked, not assessable", [ETHICS], {"ethics": NA}, RETURN),
    ("gate not asked does not count", [EVIDENCE], {"evidence": 2}, ACCEPT),
]


@pytest.mark.parametrize(
    ("criteria", "ratings", "outcome"),
    [r[1:] for r in PARTS],
    ids=[r[0] for r in PARTS],
)
def test_exercise(criteria, ratings, outcome):
    scored = parts(ratings, criteria)
    assert scored.outcome == outcome
    assert not scored.mean_decides
    assert not scored.distinction


def test_one_criterion_at_2_is_accepted_but_does_not_decide_the_whole():
    assert parts({"need": 2}, [NEED]).outcome == ACCEPT
    assert whole(ten(3, need=2)).outcome == PASS
    assert whole(ten(2)).outcome == RETURN


def test_gate_is_named_before_the_minimum_and_the_mean():
    scored = whole(ten(1, clarity=4))
    assert scored.reasons == (
        Reason.GATE_NOT_MET,
        Reason.BELOW_MINIMUM,
        Reason.MEAN_TOO_LOW,
    )


def test_mean_is_no_reason_when_it_is_for_information_only():
    scored = whole(ten(2, novelty=NA))
    assert scored.reasons == (Reason.BELOW_MINIMUM,)
    assert not scored.mean_decides


def test_criterion_not_yet_rated_leaves_the_result_incomplete():
    ratings = ten(4)
    del ratings["clarity"]
    scored = whole(ratings)
    assert scored.outcome == Outcome.INCOMPLETE
    assert scored.not_rated == ("clarity",)
    assert not scored.distinction


def test_not_yet_rated_not_assessable_and_level_1_are_three_things():
    scored = parts({"need": NA, "novelty": 1}, [NEED, NOVELTY, EVIDENCE])
    assert [(x.points, x.standing) for x in scored.lines] == [
        (None, Standing.BELOW_MINIMUM),
        (1, Standing.BELOW_MINIMUM),
        (None, Standing.NOT_RATED),
    ]


def test_subset_is_weighted_among_its_own_criteria():
    scored = parts({"need": 4, "solution": 2}, [NEED, SOLUTION])
    assert (scored.numerator, scored.denominator) == (72, 24)
    assert scored.mean == 3


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (Fraction(102, 90), "1.13"),
        (Fraction(5, 2), "2.50"),
        (Fraction(24999, 10000), "2.49"),
        (Fraction(2), "2.00"),
        (Fraction(19999999, 10000000), "1.99"),
        (Fraction(32, 10), "3.20"),
        (None, ""),
    ],
)
def test_shown_mean_is_cut_off_and_never_rounded_up(mean, text):
    assert format_mean(mean) == text


@pytest.mark.parametrize(
    ("criteria", "ratings"),
    [
        ([], {}),
        ([NEED, NEED], {"need": 2}),
        ([NEED], {"novelty": 2}),
        ([NEED], {"need": 0}),
        ([Criterion("a", 0)], {"a": 2}),
    ],
    ids=["nothing asked", "asked twice", "not asked", "level zero", "no weight"],
)
def test_nonsense_is_refused(criteria, ratings):
    with pytest.raises(ValueError, match=r".+"):
        parts(ratings, criteria)


levels = st.sampled_from([NA, 1, 2, 3, 4])
ratings_of_ten = st.fixed_dictionaries(dict.fromkeys(KEYS, levels))


@given(ratings_of_ten)
def test_a_pass_has_every_level_at_the_minimum_and_the_mean(ratings):
    scored = whole(ratings)
    by_hand = all(level is not NA and level >= 2 for level in ratings.values()) and (
        sum(c.weight * ratings[c.key] for c in TEN) * 10 >= 25 * 100
    )
    assert (scored.outcome == PASS) == by_hand


@given(ratings_of_ten, st.sampled_from(KEYS))
def test_a_higher_level_never_makes_the_outcome_worse(ratings, key):
    before = whole(ratings)
    after = whole(ratings | {key: min(4, (ratings[key] or 0) + 1)})
    assert (before.outcome, after.outcome) != (PASS, RETURN)
    assert after.distinction >= before.distinction


@given(ratings_of_ten, st.permutations(TEN))
def test_the_order_of_criteria_does_not_matter(ratings, order):
    one, other = whole(ratings), whole(ratings, order)
    assert (one.outcome, one.mean, one.distinction) == (
        other.outcome,
        other.mean,
        other.distinction,
    )


@given(ratings_of_ten, st.integers(1, 1000))
def test_weights_count_by_proportion_only(ratings, factor):
    scaled = [
        Criterion(c.key, c.weight * factor, c.is_gate, c.needed_for_distinction)
        for c in TEN
    ]
    assert whole(ratings, scaled).mean == whole(ratings).mean
    assert whole(ratings, scaled).outcome == whole(ratings).outcome


@given(ratings_of_ten)
def test_the_mean_lies_within_the_levels_given(ratings):
    given_levels = [level for level in ratings.values() if level is not NA]
    mean = whole(ratings).mean
    if not given_levels:
        assert mean is None
    else:
        assert min(given_levels) <= mean <= max(given_levels)


@given(ratings_of_ten)
def test_distinction_is_never_given_without_a_pass(ratings):
    scored = whole(ratings)
    assert not scored.distinction or scored.outcome == PASS


@given(st.fractions(min_value=1, max_value=4))
def test_shown_mean_is_never_above_the_real_one(mean):
    shown = Fraction(format_mean(mean))
    assert shown <= mean < shown + Fraction(1, 100)
