"""Submitted assessments read as pieces of work, in a fixed number of queries.

Rows are read as plain values: a year of assessments is a hundred thousand ratings.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rubric.agreement import NOT_ASSESSABLE, Mark, Unit
from rubric.enums import AssessmentKind
from rubric.models import Assessment, Criterion, CriterionRating, RubricVersion


class Comparison(models.TextChoices):
    """Whose ratings of the same work are held beside each other."""

    COACHES = "coaches", _("Coaches with each other")
    PEERS = "peers", _("Peers with each other")
    COACHES_PEERS = "coaches-peers", _("Coaches and peers")
    AUTHORS_COACHES = "authors-coaches", _("Authors and coaches")

    @property
    def kinds(self) -> tuple[AssessmentKind, ...]:
        return KINDS[self]

    @property
    def is_of_two_voices(self) -> bool:
        return len(self.kinds) == 2


KINDS: Mapping[str, tuple[AssessmentKind, ...]] = {
    Comparison.COACHES: (AssessmentKind.COACH,),
    Comparison.PEERS: (AssessmentKind.PEER,),
    Comparison.COACHES_PEERS: (AssessmentKind.COACH, AssessmentKind.PEER),
    Comparison.AUTHORS_COACHES: (AssessmentKind.SELF, AssessmentKind.COACH),
}


@dataclass(frozen=True, kw_only=True)
class RatedWorks:
    """`units` follow the order of `criteria`. An assessor is the key of a person, the
    kind of a voice, or ("", n) for somebody who has been erased."""

    criteria: tuple[Criterion, ...]
    units: tuple[Unit, ...]


def rated_works(*, version: RubricVersion, comparison: Comparison) -> RatedWorks:
    """The work of a version that at least two have rated, by the host's name of it.

    Four queries: the criteria, their levels, the assessments and the ratings. In a
    comparison of two voices, several assessors of one kind speak with the (low) median
    of each criterion, where "not assessable" stands below the lowest level.
    """
    criteria = tuple(version.criteria.prefetch_related("levels"))
    assessments = (
        Assessment.objects.submitted()
        .filter(version=version, kind__in=comparison.kinds)
        .exclude(subject="")
        .order_by()
    )
    rows = _marks(assessments.values("pk"), criteria)
    works: dict[str, dict[str, dict[Hashable, Sequence[Mark]]]] = defaultdict(dict)
    named = assessments.values_list("pk", "subject", "kind", "assessor_id")
    for pk, subject, kind, assessor in named:
        if pk in rows:
            voices = works[subject].setdefault(kind, {})
            voices[("", pk) if assessor is None else assessor] = rows[pk]
    if comparison.is_of_two_voices:
        units = _two_voices(works.values(), comparison.kinds)
    else:
        units = (Unit(voices[comparison.kinds[0]]) for voices in works.values())
    compared = tuple(unit for unit in units if len(unit.ratings) > 1)
    return RatedWorks(criteria=criteria, units=compared)


def _marks(
    assessments: models.QuerySet[Any, Any],
    criteria: Sequence[Criterion],
) -> dict[int, list[Mark]]:
    place = {criterion.pk: i for i, criterion in enumerate(criteria)}
    empty: list[Mark] = [None] * len(criteria)
    rows: dict[int, list[Mark]] = defaultdict(empty.copy)
    ratings = (
        CriterionRating.objects.filter(assessment__in=assessments)
        .order_by()
        .values_list("assessment_id", "criterion_id", "points")
    )
    for assessment, criterion, points in ratings:
        rows[assessment][place[criterion]] = points or NOT_ASSESSABLE
    return dict(rows)


def _two_voices(
    works: Iterable[Mapping[str, Mapping[Hashable, Sequence[Mark]]]],
    kinds: Sequence[str],
) -> Iterable[Unit]:
    for voices in works:
        if all(kind in voices for kind in kinds):
            yield Unit({kind: _median(list(voices[kind].values())) for kind in kinds})


def _median(rows: Sequence[Sequence[Mark]]) -> Sequence[Mark]:
    if len(rows) == 1:
        return rows[0]
    return [_low_median(column) for column in zip(*rows, strict=True)]


def _low_median(marks: Sequence[Mark]) -> Mark:
    given = sorted(mark for mark in marks if mark is not None)
    return given[(len(given) - 1) // 2] if given else None
