"""Writes down what happened to a version; never changed afterwards."""

from datetime import datetime
from typing import Any

from rubric.enums import VersionEventKind
from rubric.models import RubricVersion, VersionEvent


def record(
    version: RubricVersion,
    kind: VersionEventKind,
    *,
    by: Any,
    at: datetime,
    note: str = "",
) -> VersionEvent:
    event = VersionEvent(version=version, kind=kind, by=by, at=at, note=note)
    event.full_clean()
    event.save()
    return event
