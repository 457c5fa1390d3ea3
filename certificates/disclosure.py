"""Which counts may be shown: nothing below five, and nothing that gives such a count away.

Pure. A partner's counts are of the certificates that are shared with it and of nothing
else: a figure with the others in it (of all who completed, in per cent, to go) would
tell, beside the list, how many refused and in a small group who. What is left to guard
is small figures, which leave the list when they are copied into a report:

- a count below `SMALLEST`, zero too, is not shown (None);
- a total beside its parts gives a single hidden part away by subtraction, so the next
  smallest part is hidden as well, until at least two are hidden and their sum is not
  small either; when that can't be, the total is hidden.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Shown[K: Hashable]:
    """What may be read; None stands for a hidden figure."""

    parts: Mapping[K, int | None]
    total: int | None


def shown_counts[K: Hashable](
    parts: Mapping[K, int], *, with_total: bool = False, smallest: int = SMALLEST
) -> Shown[K]:
    """Hide what is small and what would give it away.

    The parts are a whole cut once: each counted row is in exactly one of them.
    """
    hidden = {key for key, count in parts.items() if count < smallest}
    total = sum(parts.values())
    if not with_total or total < smallest:
        return Shown(_without(parts, hidden), None)
    guarded = _guard(parts, hidden, smallest)
    if guarded is None:
        return Shown(_without(parts, hidden), None)
    return Shown(_without(parts, guarded), total)


def _guard[K: Hashable](
    parts: Mapping[K, int], hidden: set[K], smallest: int
) -> set[K] | None:
    """The hidden parts with those that protect them; None when none can."""
    if not hidden:
        return hidden
    guarded = set(hidden)
    for key in sorted(set(parts) - hidden, key=lambda key: parts[key]):
        if _is_safe(parts, guarded, smallest):
            break
        guarded.add(key)
    return guarded if _is_safe(parts, guarded, smallest) else None


def _is_safe[K: Hashable](
    parts: Mapping[K, int], hidden: set[K], smallest: int
) -> bool:
    return len(hidden) > 1 and sum(parts[key] for key in hidden) >= smallest


def _without[K: Hashable](
    parts: Mapping[K, int], hidden: set[K]
) -> dict[K, int | None]:
    return {key: None if key in hidden else count for key, count in parts.items()}
