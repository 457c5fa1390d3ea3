"""Two texts for one field: what a team-mate saved and what this person wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.answers import Shape
from courses.exceptions import FieldConflict
from courses.models import DraftField, Submission
from rubric.wording import Mark, Segment, word_diff


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Both texts whole, with what the other lacks marked."""

    key: str
    label: str
    by: Any
    at: datetime | None
    theirs: list[Segment]
    mine: list[Segment]


def conflict_views(
    submission: Submission, shape: Shape, conflicts: Sequence[FieldConflict]
) -> list[ConflictView]:
    keys = [conflict.key for conflict in conflicts]
    rows = DraftField.objects.filter(submission=submission.pk, key__in=keys)
    rows = rows.select_related("updated_by")
    saved = {row.key: row for row in rows}
    return [_view(conflict, shape, saved.get(conflict.key)) for conflict in conflicts]


def _view(conflict: FieldConflict, shape: Shape, row: Any) -> ConflictView:
    part = shape.part(conflict.key)
    return ConflictView(
        key=conflict.key,
        label=part.label if part else "",
        by=row.updated_by if row else None,
        at=row.updated_at if row else None,
        theirs=_without_removed(word_diff(conflict.mine, conflict.theirs)),
        mine=_without_removed(word_diff(conflict.theirs, conflict.mine)),
    )


def _without_removed(pieces: Sequence[Segment]) -> list[Segment]:
    return [piece for piece in pieces if piece.mark != Mark.REMOVED]
