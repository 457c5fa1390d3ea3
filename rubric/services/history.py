"""Writes down what happened to a version; never changed afterwards."""

from datetime import datetime
from typing import Any

from rubric.enums import VersionEventKind
from rubric.models import RubricVersion, VersionEvent
from valmentamo.texts import plain_text

#: What makes a person one of those who wrote a version.
WRITING = (
    VersionEventKind.STARTED,
    VersionEventKind.IMPORTED,
    VersionEventKind.EDITED,
    VersionEventKind.SENT,
)


def record(
    version: RubricVersion,
    kind: VersionEventKind,
    *,
    by: Any,
    at: datetime,
    note: str = "",
) -> VersionEvent:
    note = plain_text(note)
    event = VersionEvent(version=version, kind=kind, by=by, at=at, note=note)
    event.full_clean()
    event.save()
    return event


def has_written(version: RubricVersion, person: Any) -> bool:
    """Whether the person began, imported, edited or sent the version."""
    if version.created_by_id == person.pk:
        return True
    return version.events.filter(kind__in=WRITING, by=person).exists()
