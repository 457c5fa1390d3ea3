"""Counts that may be shown: a table, and that nothing can be worked out from the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.disclosure import SMALLEST, shown_counts

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"valid": 38, "revoked": 1}, {"valid": 38, "revoked": None}),
        ({"valid": 5, "revoked": 4}, {"valid": 5, "revoked": None}),
        ({"valid": 4}, {"valid": None}),
        ({"valid": 0}, {"valid": None}),
        ({}, {}),
    ],
)
def test_count_below_five_is_not_shown(parts, shown):
    result = shown_counts(parts)
    assert (result.parts, result.total) == (shown, None)


@pytest.mark.parametrize(
    ("parts", "shown", "total"),
    [
        # Nothing small: all of it may be read.
        ([20, 10, 5], [20, 10, 5], 35),
        # 35 - 20 - 12 would be 3: the next smallest is hidden with it.
        ([20, 12, 3], [20, None, None], 35),
        # Two small ones together are small: 20 - 16 would be 4.
        ([9, 7, 2, 2], [9, None, None, None], 20),
        # Two small ones together are not small: nobody knows which is which.
        ([20, 12, 4, 3], [20, 12, None, None], 39),
        # Nothing is left to protect a single one but the whole.
        ([3], [None], None),
        ([38, 1], [None, None], 39),
        # Zero is as small as one.
        ([38, 0, 0], [None, None, None], 38),
        ([2, 2], [None, None], None),
    ],
)
def test_total_gives_no_small_count_away(parts, shown, total):
    result = shown_counts(dict(enumerate(parts)), with_total=True)
    assert (list(result.parts.values()), result.total) == (shown, total)


@given(COUNTS, st.booleans())
def test_no_small_figure_is_shown_or_follows_from_what_is(parts, with_total):
    result = shown_counts(parts, with_total=with_total)
    figures = [n for n in (*result.parts.values(), result.total) if n is not None]
    assert all(n >= SMALLEST for n in figures)
    hidden = [key for key, n in result.parts.items() if n is None]
    if result.total is not None and hidden:
        rest = result.total - sum(n for n in result.parts.values() if n is not None)
        assert len(hidden) > 1
        assert rest >= SMALLEST
    assert all(n in (None, parts[key]) for key, n in result.parts.items())
