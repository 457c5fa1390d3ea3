"""Writing a sample description with the expert's level and reason on each criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from rubric.exceptions import ForeignCriterion, ForeignLevel, VersionNotPublished
from rubric.models import Criterion, Exemplar, Level, ReferenceRating
from valmentamo.texts import plain_text

COLUMNS = ("slug", "title", "language", "stage", "use", "is_fictional", "note")


@dataclass(frozen=True)
class Reference:
    level: Level | None
    rationale: str = ""


@transaction.atomic
def save_exemplar(
    *,
    exemplar: Exemplar,
    columns: Mapping[str, Any],
    fields: Mapping[str, str],
    references: Mapping[Criterion, Reference],
) -> Exemplar:
    """Write the sample and replace its reference ratings.

    A reference without a level says "not assessable"; a criterion that is left out is
    not practised. A sample that was carried over is thereby checked. Practices that were finished before keep what they came to. Refuses
    with `VersionNotPublished`, `ForeignCriterion` and `ForeignLevel`.
    """
    if not exemplar.version.was_published:
        raise VersionNotPublished(str(exemplar.version))
    for name in COLUMNS:
        if name in columns:
            value = columns[name]
            value = plain_text(value) if isinstance(value, str) else value
            setattr(exemplar, name, value)
    exemplar.needs_checking = False
    exemplar.fields = {key: plain_text(text) for key, text in fields.items()}
    exemplar.full_clean()
    exemplar.save()
    write_references(exemplar, references)
    return exemplar


def write_references(
    exemplar: Exemplar, references: Mapping[Criterion, Reference]
) -> None:
    """Put these in the place of those that the sample has. Refuses with
    `ForeignCriterion` and `ForeignLevel`."""
    rows = [_row(exemplar, *pair) for pair in references.items()]
    exemplar.ratings.all().delete()
    ReferenceRating.objects.bulk_create(rows)


def _row(
    exemplar: Exemplar, criterion: Criterion, reference: Reference
) -> ReferenceRating:
    if criterion.version_id != exemplar.version_id:
        raise ForeignCriterion(criterion.key)
    level = reference.level
    if level is not None and level.criterion_id != criterion.pk:
        raise ForeignLevel(f"{criterion.key}: {level.pk}")
    return ReferenceRating(
        exemplar=exemplar,
        criterion=criterion,
        level=level,
        not_assessable=level is None,
        rationale=plain_text(reference.rationale),
    )
