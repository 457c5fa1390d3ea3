"""One level from the levels that several assessors gave."""

from collections.abc import Sequence

from rubric.rulesets import NOT_ASSESSABLE


def median_level(levels: Sequence[int | None]) -> int | None:
    """The low median, with "not assessable" ordered below level 1.

    Of an even number it is the lower of the two in the middle. So it is always a level
    that somebody chose and whose descriptor can be shown, never one between two
    descriptors; and a tie doesn't lift anybody over a threshold, as rounding up would.
    """
    if not levels:
        raise ValueError("There is no level to pool.")
    ordered = in_order(levels)
    return ordered[(len(ordered) - 1) // 2]


def in_order(levels: Sequence[int | None]) -> tuple[int | None, ...]:
    """The levels from the lowest to the highest, "not assessable" first."""
    return tuple(sorted(levels, key=lambda level: (level is not NOT_ASSESSABLE, level)))
