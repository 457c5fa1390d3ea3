"""Versions are called one way, whoever begins them."""

import pytest

from rubric.drafts import LONGEST_LABEL
from rubric.labels import next_label


@pytest.mark.parametrize(
    ("label", "taken", "expected"),
    [
        ("1.0", ["1.0"], "1.1"),
        ("1.9", ["1.9"], "1.10"),
        ("1.0", ["1.0", "1.1"], "1.2"),
        ("2.3.4", [], "2.3.5"),
        ("3", ["3"], "3.1"),
        ("kevät", [], "kevät.1"),
    ],
)
def test_the_next_name_counts_on_from_the_last(label, taken, expected):
    assert next_label(label, taken) == expected


@pytest.mark.parametrize("label", ["k" * LONGEST_LABEL, "1." + "9" * 9, "9" * 20])
def test_the_next_name_is_never_too_long(label):
    assert len(next_label(label, [label])) <= LONGEST_LABEL
