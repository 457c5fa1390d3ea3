"""Explains a stored result from stored facts: its lines, their ratings, its version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rubric.enums import Counting, LineBasis, RatedBy
from rubric.models import Criterion, Result, ResultLine
from rubric.pooling import in_order, median_level
from rubric.scoring import NOT_ASSESSABLE, Ratings, Scored
from rubric.services.ruling import scorer_of
from rubric.tracing import LeftOut, Origin, Trace, Tracer
from rubric.weighing import Scorer


def recompute(result: Result) -> Scored:
    """What the result comes to when it is computed again from the ratings themselves.

    Equal to what is stored, whichever engine stored it; a difference means that
    somebody has changed rows behind the application's back.
    """
    facts = _facts(result)
    return facts.scorer().score(facts.ratings)


def trace_of(result: Result) -> Trace:
    """How the result came about, in a fixed number of queries."""
    facts = _facts(result)
    traced = Tracer(facts.scorer(with_levels=True)).trace(facts.ratings)
    origins = [_origin(line) for line in facts.lines if line.basis != LineBasis.RATING]
    return replace(traced, left_out=_left_out(facts), origins=tuple(origins))


@dataclass(frozen=True)
class Facts:
    result: Result
    lines: Sequence[ResultLine]

    @property
    def ratings(self) -> Ratings:
        return {line.criterion.key: _level(line) for line in self.lines}

    def scorer(self, *, with_levels: bool = False) -> Scorer:
        return scorer_of(
            self.result.version,
            [line.criterion for line in self.lines],
            self.result.rule_set,
            with_levels=with_levels,
        )


def _facts(result: Result) -> Facts:
    lines = result.lines.select_related("criterion", "rating", "override_level")
    return Facts(result, list(lines.prefetch_related("pooled__rating")))


def _level(line: ResultLine) -> int | None:
    """The level by which the criterion counts, from the rows behind the line."""
    if line.basis == LineBasis.MEDIAN:
        return median_level(_pooled(line))
    if line.basis == LineBasis.OVERRIDE:
        return line.override_level.value if line.override_level else NOT_ASSESSABLE
    return line.rating.points if line.rating else NOT_ASSESSABLE


def _pooled(line: ResultLine) -> list[int | None]:
    return [row.rating.points for row in line.pooled.all()]


def _origin(line: ResultLine) -> Origin:
    return Origin(
        key=line.criterion.key,
        basis=LineBasis(line.basis),
        given=in_order(_pooled(line)),
        reason=line.override_reason,
    )


def _left_out(facts: Facts) -> tuple[LeftOut, ...]:
    counted = {line.criterion_id for line in facts.lines}
    others = Criterion.objects.filter(version=facts.result.version_id)
    return tuple(LeftOut(row.key, _why(row)) for row in others.exclude(pk__in=counted))


def _why(criterion: Criterion) -> Counting:
    author_only = criterion.rated_by == RatedBy.AUTHOR
    return Counting.AUTHOR_ONLY if author_only else Counting.NOT_ASKED
