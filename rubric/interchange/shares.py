"""Weights of any unit as whole per cents (pure)."""

from collections.abc import Sequence
from fractions import Fraction

from rubric.content import WEIGHTS_SUM


def shares(weights: Sequence[Fraction | None]) -> list[int]:
    """Whole per cents that add up to 100, each at least 1; 100 in whole numbers stays."""
    if not weights:
        return []
    given = [w if w is not None and w > 0 else None for w in weights]
    if all(w is None for w in given):
        given = [Fraction(1)] * len(weights)
    known = [w for w in given if w is not None]
    mean = sum(known, Fraction()) / len(known)
    # Who has no weight counts as the others do on average.
    exact = [w if w is not None else mean for w in given]
    room = WEIGHTS_SUM - len(exact)
    total = sum(exact, Fraction())
    parts = [w * WEIGHTS_SUM / total for w in exact]
    if all(part.denominator == 1 and part >= 1 for part in parts):
        return [int(part) for part in parts]
    parts = [max(part - 1, Fraction()) for part in parts]
    scaled = [part * room / (sum(parts, Fraction()) or 1) for part in parts]
    whole = [int(part) for part in scaled]
    rest = sorted(range(len(whole)), key=lambda i: whole[i] - scaled[i])
    for i in rest[: room - sum(whole)]:
        whole[i] += 1
    return [1 + part for part in whole]
