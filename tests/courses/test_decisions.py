"""What a coach may decide, as a table that a coach could read."""

import pytest

from courses.decisions import Grounds, Wish, refusal

ENOUGH = Grounds(meets_rules=True)
LOW = Grounds(meets_rules=False, below=["Tarve"])
LOW_MEAN = Grounds(meets_rules=False, is_whole=True)
UNRATED = Grounds(meets_rules=False, unrated=["Näyttö"])


@pytest.mark.parametrize(
    ("grounds", "outcome", "named", "possible"),
    [
        (ENOUGH, "accepted", "", True),
        (ENOUGH, "accepted", "Lukumäärä puuttuu", False),
        (ENOUGH, "returned", "", False),
        (ENOUGH, "returned", "  ", False),
        (ENOUGH, "returned", "Lukumäärä puuttuu", True),
        (LOW, "accepted", "", False),
        (LOW, "returned", "", True),
        (LOW, "returned", "Lukumäärä puuttuu", True),
        (LOW_MEAN, "accepted", "", False),
        (LOW_MEAN, "returned", "", True),
        (UNRATED, "accepted", "", False),
        (UNRATED, "returned", "", False),
        (UNRATED, "returned", "Lukumäärä puuttuu", False),
    ],
)
def test_decision_follows_the_levels(grounds, outcome, named, possible):
    wish = Wish(outcome=outcome, missing=named)
    assert (refusal(grounds, wish) is None) is possible


def test_part_may_be_named_by_its_key_alone():
    wish = Wish(outcome="returned", unanswered=["closing"])
    assert refusal(ENOUGH, wish) is None


def test_refusal_names_the_criteria_that_stand_in_the_way():
    assert "Tarve" in refusal(LOW, Wish(outcome="accepted"))
    assert "Näyttö" in refusal(UNRATED, Wish(outcome="accepted"))
