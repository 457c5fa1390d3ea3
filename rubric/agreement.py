"""How well assessors agree, for each criterion and over all.

Numbers of works and of pairs go with every figure, and below a least number of works
there is no figure at all. "Not assessable" is no level: it is counted beside.

- Exact and adjacent agreement: the share of the pairs of ratings of the same work that
  are the same, or at most one level apart.
- Quadratic weighted kappa (J. Cohen, Psychological Bulletin 70, 1968): the pairs of all
  works in one table. Where two voices always meet (coaches and peers) each has its side
  of the table; else the two of a pair are alike, and each pair stands in it both ways.
- Ordinal alpha with its interval: see `alpha`. Over all criteria a unit of the interval
  is still one piece of work, since what stands in the same work hangs together.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from rubric.alpha import Coincidences, Interval, Pattern

#: Stands in the place of a level; None is a criterion that was not asked or rated.
NOT_ASSESSABLE = 0
#: The usual cut-offs of Krippendorff (Content Analysis, 2004, p. 241).
SUFFICIENT, TENTATIVE = Fraction(800, 1000), Fraction(667, 1000)

Mark = int | None
Marks = tuple[Mark, ...]
#: Pairs of levels with their number.
Table = Mapping[tuple[int, int], int]


class Verdict(StrEnum):
    SUFFICIENT = "sufficient"
    TENTATIVE = "tentative"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of work: the marks of each assessor in the order of the criteria.

    Every sequence has the length of the criteria. With two voices, the first is always
    the same one.
    """

    ratings: Mapping[Hashable, Sequence[Mark]]


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """The two neighbouring levels that most pairs of ratings stand on both sides of."""

    lower: int
    pairs: int

    @property
    def upper(self) -> int:
        return self.lower + 1


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Figures are None below the least number of works. Alpha, kappa and the interval
    are None as well when all ratings are the same level: nothing was told apart."""

    works: int
    pairs: int
    too_few: bool
    exact: Fraction | None
    adjacent: Fraction | None
    kappa: Fraction | None
    alpha: Fraction | None
    interval: Interval | None
    #: Ratings that say so, and pairs where only one of the two does.
    not_assessable: int
    apart: int
    boundary: Boundary | None

    @property
    def verdict(self) -> Verdict | None:
        if self.alpha is None:
            return None
        if self.alpha >= SUFFICIENT:
            return Verdict.SUFFICIENT
        return Verdict.TENTATIVE if self.alpha >= TENTATIVE else Verdict.INSUFFICIENT


@dataclass(frozen=True, kw_only=True)
class Agreement:
    overall: Figures
    by_criterion: tuple[Figures, ...]


def figures(
    units: Iterable[Unit],
    *,
    criteria: int,
    levels: int,
    least: int,
    two_voices: bool = False,
) -> Agreement:
    """`criteria` is their number, `levels` the highest level, `least` the number of
    works below which no figure is given."""
    rated = [unit for unit in units if len(unit.ratings) > 1]
    works = [tuple(_columns(unit)) for unit in rated]
    columns = [Counter(column) for column in zip(*works, strict=True)]
    columns += [Counter() for _ in range(criteria - len(columns))]
    reader = _Reader(columns, levels, least, two_voices)
    return Agreement(
        overall=reader.overall(works),
        by_criterion=tuple(map(reader.figures, columns)),
    )


class _Reader:
    """Works with the same marks are counted once: there are few different ones."""

    def __init__(
        self,
        columns: Sequence[Mapping[Marks, int]],
        levels: int,
        least: int,
        two_voices: bool,
    ) -> None:
        self.columns, self.levels, self.least = columns, levels, least
        self.two_voices = two_voices
        patterns = {marks: levels_in(marks) for col in columns for marks in col}
        self.table = Coincidences(levels, map(len, patterns.values()))
        self.adds = {m: self.table.of(pattern) for m, pattern in patterns.items()}
        self.patterns = patterns

    def figures(self, column: Mapping[Marks, int]) -> Figures:
        works: Counter[int] = Counter()
        for marks, times in column.items():
            works[self.adds[marks]] += times
        return self._figures(column, works)

    def overall(self, works: Iterable[tuple[Marks, ...]]) -> Figures:
        whole: Counter[Marks] = Counter()
        for column in self.columns:
            whole.update(column)
        read = self.adds.__getitem__
        return self._figures(whole, Counter(sum(map(read, work)) for work in works))

    def _figures(self, column: Mapping[Marks, int], works: Counter[int]) -> Figures:
        del works[0]
        n = works.total()
        pairs = self._pairs(column)
        count = sum(pairs.values())
        enough = n >= max(self.least, 1)
        total = sum(add * times for add, times in works.items())
        return Figures(
            works=n,
            pairs=count,
            too_few=not enough,
            exact=Fraction(_within(pairs, 0), count) if enough else None,
            adjacent=Fraction(_within(pairs, 1), count) if enough else None,
            kappa=self._kappa(pairs) if enough else None,
            alpha=self.table.alpha(total) if enough else None,
            interval=self.table.interval(works) if enough else None,
            not_assessable=_not_assessable(column),
            apart=_apart(column),
            boundary=boundary(pairs, self.levels) if enough else None,
        )

    def _pairs(self, column: Mapping[Marks, int]) -> Counter[tuple[int, int]]:
        pairs: Counter[tuple[int, int]] = Counter()
        for marks, times in column.items():
            for pair in combinations(self.patterns[marks], 2):
                pairs[pair] += times
        return pairs

    def _kappa(self, pairs: Table) -> Fraction | None:
        return weighted_kappa(pairs if self.two_voices else both_ways(pairs))


def levels_in(marks: Marks) -> Pattern:
    return tuple(mark for mark in marks if mark)


def both_ways(pairs: Table) -> Table:
    table: Counter[tuple[int, int]] = Counter(pairs)
    for (one, other), times in pairs.items():
        table[other, one] += times
    return table


def weighted_kappa(table: Table) -> Fraction | None:
    """Cohen's kappa with weights by the square of the distance. The first of a pair is
    the row. None when chance alone would agree as fully."""
    n = sum(table.values())
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    for (row, column), times in table.items():
        rows[row] += times
        columns[column] += times
    seen = sum((a - b) ** 2 * times for (a, b), times in table.items())
    chance = sum(
        (a - b) ** 2 * x * y for a, x in rows.items() for b, y in columns.items()
    )
    return 1 - Fraction(n * seen, chance) if chance else None


def boundary(pairs: Table, levels: int) -> Boundary | None:
    """The lowest of them when several divide as many pairs; None when nobody differs."""
    crossed = {
        lower: sum(
            times for pair, times in pairs.items() if min(pair) <= lower < max(pair)
        )
        for lower in range(1, levels)
    }
    most = max(crossed, key=lambda lower: crossed[lower], default=None)
    if most is None or not crossed[most]:
        return None
    return Boundary(lower=most, pairs=crossed[most])


def _columns(unit: Unit) -> list[Marks]:
    return list(zip(*unit.ratings.values(), strict=True))


def _within(pairs: Table, distance: int) -> int:
    return sum(n for (a, b), n in pairs.items() if abs(a - b) <= distance)


def _not_assessable(column: Mapping[Marks, int]) -> int:
    return sum(marks.count(NOT_ASSESSABLE) * n for marks, n in column.items())


def _apart(column: Mapping[Marks, int]) -> int:
    return sum(
        marks.count(NOT_ASSESSABLE) * len(levels_in(marks)) * n
        for marks, n in column.items()
    )
