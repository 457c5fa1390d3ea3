"""Saves a draft: what is not in the content goes, what is in it keeps its uuid."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rubric.content import RubricContent
from rubric.drafts import structure_faults
from rubric.enums import VersionEventKind, VersionState
from rubric.exceptions import (
    FaultyRubric,
    StepNotAllowed,
    VersionConflict,
    VersionExists,
)
from rubric.models import RubricVersion
from rubric.services.history import record
from rubric.services.row_changes import Changes
from valmentamo.guarding import FrozenRow

#: A person who saves often makes one event an hour.
ONE_EVENT = timedelta(hours=1)


@transaction.atomic
def save_draft(
    *,
    version: RubricVersion,
    content: RubricContent,
    revision: int,
    by: Any,
    at: datetime | None = None,
) -> RubricVersion:
    """Make the rows of a draft say what `content` says. Texts may be missing.

    A criterion is found by its uuid, or without one by its key; a level by its value.
    Both keep their uuids. When nothing changes, nothing is written.

    Refuses with `FaultyRubric` (every fault of the structure with its path), with
    `FrozenRow` or `StepNotAllowed` when the version is no draft, with
    `VersionConflict` when `revision` is no longer the version's, with `VersionExists`
    when the rubric has another version of that name, with `ForeignCriterion` for a
    criterion of another rubric and with `CriterionInUse` when what would go is used.
    """
    if faults := structure_faults(content):
        raise FaultyRubric(faults)
    fresh = RubricVersion.objects.with_structure().get(pk=version.pk)
    _refuse_unless_draft(fresh)
    if fresh.revision != revision:
        raise VersionConflict(fresh)
    _refuse_taken_label(fresh, content)
    changes = Changes(fresh)
    changes.find(content)
    if changes.any():
        _claim(fresh, changes.version, revision)
        changes.write()
        _record_once(fresh, by, at or timezone.now())
    version.refresh_from_db()
    return version


def _refuse_unless_draft(version: RubricVersion) -> None:
    if version.was_published:
        raise FrozenRow(f"{version._meta.label} {version.pk} is frozen.")
    if version.state != VersionState.DRAFT:
        raise StepNotAllowed(f"{version.state}: only a draft is edited")


def _refuse_taken_label(version: RubricVersion, content: RubricContent) -> None:
    if content.label == version.label:
        return
    others = RubricVersion.objects.filter(rubric_id=version.rubric_id)
    if others.filter(label=content.label).exclude(pk=version.pk).exists():
        raise VersionExists(content.label)


def _claim(version: RubricVersion, columns: Mapping[str, Any], revision: int) -> None:
    """Compare and set: of two who save at the same moment, one is told."""
    rows = RubricVersion.objects.filter(
        pk=version.pk, revision=revision, state=VersionState.DRAFT
    )
    if not rows.update(revision=F("revision") + 1, **columns):
        raise VersionConflict(version)


def _record_once(version: RubricVersion, by: Any, at: datetime) -> None:
    last = version.events.filter(
        kind=VersionEventKind.EDITED, by=by, at__gt=at - ONE_EVENT, at__lte=at
    )
    if not last.exists():
        record(version, VersionEventKind.EDITED, by=by, at=at)
