"""How strict each assessor is beside the others who rated the same work.

Severity is the mean of an assessor's level minus the mean of the others' levels on the
same work and criterion; below zero is stricter. "Not assessable" is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from rubric.agreement import Unit, levels_in


@dataclass(frozen=True, kw_only=True)
class Severity:
    assessor: Hashable
    works: int
    ratings: int
    #: None below the least number of works.
    mean: Fraction | None


def severities(units: Iterable[Unit], *, least: int) -> list[Severity]:
    """The strictest first; those with too few works last."""
    tallies: dict[Hashable, _Tally] = defaultdict(_Tally)
    for unit in units:
        _tell_apart(unit, tallies)
    rows = [
        Severity(
            assessor=assessor,
            works=tally.works,
            ratings=tally.ratings,
            mean=tally.mean() if tally.works >= max(least, 1) else None,
        )
        for assessor, tally in tallies.items()
        if tally.works
    ]
    return sorted(rows, key=lambda row: (row.mean is None, row.mean or 0, -row.works))


@dataclass(slots=True)
class _Tally:
    works: int = 0
    ratings: int = 0
    #: Sums of differences, multiplied by the number of the others, by that number.
    sums: Counter[int] = field(default_factory=Counter)

    def mean(self) -> Fraction:
        total = sum(Fraction(total, others) for others, total in self.sums.items())
        return Fraction(total) / self.ratings


def _tell_apart(unit: Unit, tallies: Mapping[Hashable, _Tally]) -> None:
    if len(unit.ratings) == 2 and all(map(all, unit.ratings.values())):
        return _tell_two_apart(unit, tallies)
    columns = map(levels_in, zip(*unit.ratings.values(), strict=True))
    sums = [(sum(levels), len(levels)) for levels in columns]
    for assessor, marks in unit.ratings.items():
        tally, before = tallies[assessor], tallies[assessor].ratings
        for mark, (total, number) in zip(marks, sums, strict=True):
            if mark and number > 1:
                tally.sums[number - 1] += number * mark - total
                tally.ratings += 1
        tally.works += tally.ratings > before
    return None


def _tell_two_apart(unit: Unit, tallies: Mapping[Hashable, _Tally]) -> None:
    """The usual case, where both gave a level everywhere."""
    (one, mine), (other, theirs) = unit.ratings.items()
    difference = sum(mine) - sum(theirs)  # type: ignore[arg-type]
    for assessor, total in ((one, difference), (other, -difference)):
        tally = tallies[assessor]
        tally.sums[1] += total
        tally.ratings += len(mine)
        tally.works += 1
