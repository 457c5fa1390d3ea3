"""Carries samples for practice over to the version that was just published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from rubric.enums import CrosswalkKind
from rubric.models import (
    Criterion,
    Crosswalk,
    Exemplar,
    ReferenceRating,
    RubricVersion,
)
from rubric.services.linking import predecessor_of

SAME = (CrosswalkKind.KEPT, CrosswalkKind.REWORDED)
#: What a copy doesn't take along.
OWN = ("id", "uuid", "version", "needs_checking")


@dataclass(frozen=True)
class SampleNeeds:
    """The samples that a person has to look at before they are practised on again."""

    #: Carried over; a criterion is worded anew, so the levels may no longer hold.
    to_check: Sequence[str]
    #: Left with the version before: a level has nothing that continues it.
    left: Sequence[str]


@transaction.atomic
def carry_samples(*, version: RubricVersion) -> list[Exemplar]:
    """Copy each sample of the version before whose rated criteria all go on, with the
    same levels. When one is worded anew, the copy waits until a person has saved it. A
    sample that the version has already, by its slug, stays as it is.
    """
    before = predecessor_of(version)
    if before is None:
        return []
    there = set(version.exemplars.values_list("slug", flat=True))
    links = _links(version)
    rows = before.exemplars.exclude(slug__in=there)
    carried = [
        _carry(row, version, links)
        for row in rows.prefetch_related("ratings__level").order_by("pk")
        if _goes_on(row, links)
    ]
    return carried


def sample_needs(version: RubricVersion) -> SampleNeeds:
    before = predecessor_of(version)
    there = version.exemplars.order_by("slug")
    waiting = there.filter(needs_checking=True)
    left = before.exemplars.exclude(slug__in=there.values("slug")) if before else None
    return SampleNeeds(
        to_check=list(waiting.values_list("slug", flat=True)),
        left=list(left.order_by("slug").values_list("slug", flat=True)) if left else [],
    )


def _links(version: RubricVersion) -> Mapping[int, Crosswalk]:
    """By the criterion of the version before: where it goes on with the same levels."""
    rows = version.crosswalk.filter(kind__in=SAME).select_related("source", "target")
    rows = rows.prefetch_related("source__levels", "target__levels")
    return {row.source.pk: row for row in rows if row.source and _same_levels(row)}


def _same_levels(link: Crosswalk) -> bool:
    if link.source is None or link.target is None:
        return False
    before, after = _values(link.source), _values(link.target)
    identity = {str(value): value for value in before}
    return before == after and link.level_map == identity


def _values(criterion: Criterion) -> set[int]:
    return {level.value for level in criterion.levels.all()}


def _goes_on(exemplar: Exemplar, links: Mapping[int, Crosswalk]) -> bool:
    return all(row.criterion_id in links for row in exemplar.ratings.all())


def _carry(
    exemplar: Exemplar, version: RubricVersion, links: Mapping[int, Crosswalk]
) -> Exemplar:
    ratings = list(exemplar.ratings.all())
    fields = [f.name for f in Exemplar._meta.concrete_fields if f.name not in OWN]
    copy = Exemplar(
        version=version,
        needs_checking=any(
            links[row.criterion_id].kind != CrosswalkKind.KEPT for row in ratings
        ),
        **{name: getattr(exemplar, name) for name in fields},
    )
    # No `full_clean`: an old row that is odd must not stand in the way of publishing.
    copy.save()
    ReferenceRating.objects.bulk_create(_rating(row, copy, links) for row in ratings)
    return copy


def _rating(
    row: ReferenceRating, copy: Exemplar, links: Mapping[int, Crosswalk]
) -> ReferenceRating:
    target = links[row.criterion_id].target
    levels: Iterable = target.levels.all() if target else ()
    value = row.level.value if row.level else None
    return ReferenceRating(
        exemplar=copy,
        criterion=target,
        level=next((level for level in levels if level.value == value), None),
        not_assessable=row.not_assessable,
        rationale=row.rationale,
    )
