"""Puts a score trace into what a page shows: rows with names, and numbers as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format

from rubric.enums import Counting, LineBasis, Outcome, Standing
from rubric.models import Criterion, RubricVersion
from rubric.presenting import share_version
from rubric.scoring import Line, format_mean
from rubric.tracing import Lift, Origin, Trace, counting

#: Digits at least, and at most where a number has no end.
LEAST_PLACES, MOST_PLACES = 2, 4


@dataclass(frozen=True)
class ToldLine:
    """One criterion of the version, whether it counts or not."""

    criterion: Criterion
    counting: Counting
    standing: Standing | None = None
    level: int | None = None
    #: The level's points, where points are summed.
    worth: str = ""
    #: What it adds to the sum that is divided, where a mean is taken.
    adds: str = ""
    origin: Origin | None = None

    @property
    def is_asked(self) -> bool:
        return self.standing is not None

    @property
    def is_in_the_way(self) -> bool:
        return self.standing not in (None, Standing.MET)

    @property
    def is_pooled(self) -> bool:
        return self.origin is not None and self.origin.basis == LineBasis.MEDIAN


@dataclass(frozen=True)
class ToldLift:
    criterion: Criterion
    lift: Lift
    comes_to: str


@dataclass(frozen=True)
class Told:
    """A trace with the words of its version. The template writes the sentences."""

    trace: Trace
    version: RubricVersion
    lines: tuple[ToldLine, ...]
    lifts: tuple[ToldLift, ...]
    number: str
    threshold: str
    numerator: str
    distinction_mean: str

    @property
    def is_returned(self) -> bool:
        return self.trace.outcome == Outcome.RETURNED

    @property
    def outcome(self) -> str:
        return str(self.trace.outcome.label)

    @property
    def decided_by(self) -> str:
        return str(self.trace.decided_by.label) if self.trace.decided_by else ""

    @property
    def distinguished(self) -> list[Criterion]:
        """The criteria that the distinction asks a level of."""
        rows = (line.criterion for line in self.lines)
        return [row for row in rows if row.needed_for_distinction]


def tell(trace: Trace, version: RubricVersion) -> Told:
    """Fetches the version's criteria and the names of its levels, and nothing else."""
    criteria = list(version.criteria.all())
    share_version(criteria, version)
    by_key = {criterion.key: criterion for criterion in criteria}
    places = _places(trace.threshold)
    scored, wanted = trace.scored, trace.rules.distinction
    return Told(
        trace=trace,
        version=version,
        lines=tuple(_lines(trace, criteria)),
        lifts=tuple(
            ToldLift(by_key[x.key], x, as_text(x.comes_to, places))
            for x in trace.smallest_lifts
        ),
        number=as_text(scored.number, places),
        threshold=as_text(trace.threshold, places),
        numerator="" if scored.is_sum else str(scored.numerator or ""),
        distinction_mean=as_text(wanted.mean, places) if wanted else "",
    )


def as_text(number: Fraction | None, places: int = LEAST_PLACES) -> str:
    """In the way of the active language, cut off and never rounded up."""
    if number is None:
        return ""
    return str(number_format(format_mean(number, places=places), decimal_pos=places))


def _lines(trace: Trace, criteria: list[Criterion]) -> Iterator[ToldLine]:
    counted = {line.key: line for line in trace.lines}
    left_out = {row.key: row.why for row in trace.left_out}
    origins = {origin.key: origin for origin in trace.origins}
    for row in criteria:
        if row.key in counted:
            yield _line(row, counted[row.key], origins.get(row.key), trace)
        elif row.key in left_out:
            yield ToldLine(row, left_out[row.key])


def _line(row: Criterion, line: Line, origin: Origin | None, trace: Trace) -> ToldLine:
    adds = "" if line.adds is None else _shortest(line.adds)
    return ToldLine(
        criterion=row,
        counting=counting(line),
        standing=line.standing,
        level=line.points,
        worth=adds if trace.scored.is_sum else "",
        adds="" if trace.scored.is_sum else adds,
        origin=origin,
    )


def _places(threshold: Fraction | None) -> int:
    """As many as the threshold has, so that what is under it never reads as it."""
    for places in range(LEAST_PLACES, MOST_PLACES):
        if threshold is None or (threshold * 10**places).denominator == 1:
            return places
    return MOST_PLACES


def _shortest(number: Fraction) -> str:
    places = next(
        (n for n in range(MOST_PLACES) if (number * 10**n).denominator == 1),
        MOST_PLACES,
    )
    return as_text(number, places)
