"""The agreement of a version's assessors, put into what a page shows."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rubric.agreement import Agreement, Boundary, Figures, Verdict, figures
from rubric.enums import AssessmentKind
from rubric.models import Criterion, Level, RubricVersion
from rubric.rated_works import Comparison, RatedWorks, rated_works
from rubric.severity import Severity, severities

WORDS: Mapping[Verdict, str | Promise] = {
    Verdict.SUFFICIENT: _("Sufficient"),
    Verdict.TENTATIVE: _("Tentative"),
    Verdict.INSUFFICIENT: _("Insufficient"),
}
NUMBERED: Mapping[str, str | Promise] = {
    Comparison.COACHES: _("Assessor %(number)d"),
    Comparison.PEERS: _("Peer %(number)d"),
}
VOICES: Mapping[Hashable, str | Promise] = {
    AssessmentKind.COACH: _("Coaches"),
    AssessmentKind.PEER: _("Peers"),
    AssessmentKind.SELF: _("Authors"),
}


@dataclass(frozen=True)
class Row:
    """Figures as text; where there is none, `missing` says why."""

    figures: Figures
    criterion: Criterion | None
    least: int

    @property
    def missing(self) -> str:
        if self.figures.too_few:
            text = gettext("Too few works (%(count)d of %(least)d)")
            return text % {"count": self.figures.works, "least": self.least}
        if self.figures.alpha is None:
            return gettext("All ratings are the same level")
        return ""

    @property
    def exact(self) -> str:
        return per_cent(self.figures.exact)

    @property
    def adjacent(self) -> str:
        return per_cent(self.figures.adjacent)

    @property
    def kappa(self) -> str:
        return cut(self.figures.kappa)

    @property
    def alpha(self) -> str:
        return cut(self.figures.alpha)

    @property
    def interval(self) -> str:
        if self.figures.interval is None:
            return ""
        low, high = self.figures.interval
        return f"{cut(low)} … {cut(high)}"

    @property
    def verdict(self) -> str | Promise:
        return WORDS[self.figures.verdict] if self.figures.verdict else ""

    @property
    def is_sufficient(self) -> bool:
        return self.figures.verdict == Verdict.SUFFICIENT


@dataclass(frozen=True)
class Divider:
    """Two neighbouring descriptors that the same work is put on both sides of."""

    criterion: Criterion
    lower: Level
    upper: Level
    pairs: int
    all_pairs: int

    @property
    def share(self) -> str:
        return per_cent(Fraction(self.pairs, self.all_pairs))


@dataclass(frozen=True)
class Person:
    name: str
    severity: Severity
    least: int

    @property
    def mean(self) -> str:
        mean = self.severity.mean
        return "" if mean is None else number_format(two_places(abs(mean)), 2)

    @property
    def is_stricter(self) -> bool:
        return bool(self.severity.mean and self.severity.mean < 0)

    @property
    def is_milder(self) -> bool:
        return bool(self.severity.mean and self.severity.mean > 0)


@dataclass(frozen=True)
class Report:
    overall: Row
    rows: Sequence[Row]
    dividers: Sequence[Divider]
    people: Sequence[Person]
    is_numbered: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.overall.figures.works


def report_of(
    *,
    version: RubricVersion,
    comparison: Comparison,
    least: int,
    with_names: bool = False,
) -> Report:
    """Five queries, whatever the number of assessments: the four of `rated_works`, and
    the names of the assessors, for those who may see them. Peers are numbered in any
    case: they are learners, and how strict each of them is tells nothing of the rubric.
    """
    works = rated_works(version=version, comparison=comparison)
    rows = severities(works.units, least=least)
    is_numbered = comparison in NUMBERED and not (
        with_names and comparison != Comparison.PEERS
    )
    found = figures(
        works.units,
        criteria=len(works.criteria),
        levels=_highest(works.criteria),
        least=least,
        two_voices=comparison.is_of_two_voices,
    )
    return Report(
        overall=Row(found.overall, None, least),
        rows=[
            Row(row, criterion, least)
            for row, criterion in zip(found.by_criterion, works.criteria, strict=True)
        ],
        dividers=_dividers(works, found),
        people=_people(rows, least, NUMBERED[comparison] if is_numbered else ""),
        is_numbered=is_numbered,
    )


def _highest(criteria: Iterable[Criterion]) -> int:
    levels = (level.value for row in criteria for level in row.levels.all())
    return max(levels, default=1)


def _dividers(works: RatedWorks, found: Agreement) -> list[Divider]:
    """The one that divides the greatest share of the pairs first."""
    rows = [
        _divider(criterion, row.boundary, row.pairs)
        for criterion, row in zip(works.criteria, found.by_criterion, strict=True)
        if row.boundary is not None
    ]
    return sorted(rows, key=lambda row: -Fraction(row.pairs, row.all_pairs))


def _divider(criterion: Criterion, boundary: Boundary, pairs: int) -> Divider:
    levels = {level.value: level for level in criterion.levels.all()}
    return Divider(
        criterion=criterion,
        lower=levels[boundary.lower],
        upper=levels[boundary.upper],
        pairs=boundary.pairs,
        all_pairs=pairs,
    )


def _people(
    rows: Sequence[Severity], least: int, numbered: str | Promise
) -> list[Person]:
    """Those who have been erased count in the figures and have no row."""
    known = [row for row in rows if not isinstance(row.assessor, tuple)]
    keys = [row.assessor for row in known]
    if numbered:
        names = {key: str(numbered) % {"number": n} for n, key in enumerate(keys, 1)}
    else:
        names = _names(keys)
    return [
        Person(names[row.assessor], row, least)
        for row in known
        if row.assessor in names
    ]


def _names(keys: Iterable[Hashable]) -> dict[Hashable, str]:
    people = [key for key in keys if key not in VOICES]
    users: Mapping[Any, Any] = get_user_model()._default_manager.in_bulk(people)
    names: dict[Hashable, str] = {key: str(user) for key, user in users.items()}
    return names | {key: str(name) for key, name in VOICES.items()}


def per_cent(share: Fraction | None) -> str:
    """Whole per cent, cut off: 100 only where it is all."""
    if share is None:
        return ""
    return gettext("%(number)d %%") % {"number": floor(share * 100)}


def cut(number: Fraction | float | None) -> str:
    """Three places as the cut-offs have, never rounded up over one of them."""
    if number is None:
        return ""
    shown = str(number_format(Decimal(floor(number * 1000)) / 1000, 3))
    return shown.replace("-", "\N{MINUS SIGN}")


def two_places(number: Fraction) -> Decimal:
    return Decimal(round(number * 100)) / 100
