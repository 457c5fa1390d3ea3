"""A version's way: draft, review, published, archived."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rubric.conf import app_settings
from rubric.content import content_hash, faults_of, structure_hash
from rubric.crosswalking import Link
from rubric.enums import (
    OPEN_STATES,
    VERSION_STEPS,
    VersionEventKind,
    VersionState,
)
from rubric.exceptions import (
    CriterionInUse,
    FaultyRubric,
    SecondPersonNeeded,
    StepNotAllowed,
    UnknownRubric,
    VersionConflict,
)
from rubric.labels import next_label
from rubric.models import Rubric, RubricVersion
from rubric.services.carrying import carry_samples
from rubric.services.drafting import content_of, write_draft
from rubric.services.history import has_written, record
from rubric.services.linking import write_links
from rubric.signals import rubric_published


@transaction.atomic
def start_draft(
    *, rubric: Rubric, label: str = "", by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Copy the newest published version into a draft; criteria and levels keep their
    uuids. Refuses when nothing was published yet, when a draft exists already, or when
    the label is taken. Without a label the draft has the one after its source's."""
    source = rubric.versions.ever_published().with_structure().first()
    if source is None:
        raise UnknownRubric(rubric.slug)
    at = at or timezone.now()
    content = replace(content_of(source), label=label or _next_label(source))
    version = write_draft(rubric=rubric, content=content, source=source, by=by, at=at)
    record(version, VersionEventKind.STARTED, by=by, at=at)
    return version


def _next_label(source: RubricVersion) -> str:
    taken = set(source.rubric.versions.values_list("label", flat=True))
    return next_label(source.label, taken)


@transaction.atomic
def send_to_review(
    *,
    version: RubricVersion,
    by: Any = None,
    at: datetime | None = None,
    note: str = "",
) -> RubricVersion:
    """Hand a draft over to the one who approves it."""
    _step(version, VersionState.IN_REVIEW)
    record(version, VersionEventKind.SENT, by=by, at=at or timezone.now(), note=note)
    return version


@transaction.atomic
def send_back(
    *,
    version: RubricVersion,
    by: Any = None,
    at: datetime | None = None,
    note: str = "",
) -> RubricVersion:
    """Return a version from review to its author."""
    at = at or timezone.now()
    _step(version, VersionState.DRAFT)
    record(version, VersionEventKind.SENT_BACK, by=by, at=at, note=note)
    return version


@transaction.atomic
def publish_version(
    *,
    version: RubricVersion,
    by: Any = None,
    at: datetime | None = None,
    links: Sequence[Link] | None = None,
    revision: int | None = None,
) -> RubricVersion:
    """Publish for good: afterwards nothing of the version can change.

    `links` say how the criteria continue those of the version before; None takes what
    the uuids say. No assessment and no result is touched: they stay with the version
    that they were made by, and the version before stays published until it is archived.
    Samples for practice are carried over where their criteria go on.

    Refuses with `StepNotAllowed` when the version is not a draft or in review; with
    `VersionConflict` when it is no longer at `revision`, the one that was looked at;
    with `SecondPersonNeeded` when `by` has written it and the setting asks for another;
    with `FaultyRubric`, which names every missing text, weight and level; and with
    `FaultyCrosswalk`, which names what the links leave open.
    """
    # First of all, so that nobody else publishes or edits while we look at it.
    _hold(version, revision)
    if needs_another(version, by):
        raise SecondPersonNeeded(str(by))
    fresh = RubricVersion.objects.with_structure().get(pk=version.pk)
    content = content_of(fresh)
    if faults := faults_of(content):
        raise FaultyRubric(faults)
    write_links(fresh, content, links)
    at = at or timezone.now()
    _step(
        version,
        VersionState.PUBLISHED,
        content_hash=content_hash(content),
        structure_hash=structure_hash(content),
        published_at=at,
        published_by=by,
    )
    record(version, VersionEventKind.PUBLISHED, by=by, at=at)
    carry_samples(version=version)
    transaction.on_commit(
        partial(rubric_published.send_robust, sender=RubricVersion, version=version)
    )
    return version


@transaction.atomic
def archive_version(
    *,
    version: RubricVersion,
    by: Any = None,
    at: datetime | None = None,
    note: str = "",
) -> RubricVersion:
    """Take a published version out of the lists of choices. Work that was begun with
    it can still be rated."""
    at = at or timezone.now()
    _step(version, VersionState.ARCHIVED, archived_at=at, archived_by=by)
    record(version, VersionEventKind.ARCHIVED, by=by, at=at, note=note)
    return version


@transaction.atomic
def discard_draft(
    *, version: RubricVersion, by: Any = None, at: datetime | None = None
) -> None:
    """Throw a draft away with its criteria and its history; a rubric that has no other
    version goes along. Refuses with `StepNotAllowed` when it is no draft, and with
    `CriterionInUse` when sample descriptions are rated by it."""
    drafts = RubricVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    if not drafts.update(revision=F("revision") + 1):
        raise StepNotAllowed(f"{version.state}: only a draft is thrown away")
    if used := list(version.exemplars.values_list("slug", flat=True)):
        raise CriterionInUse(used)
    rubric = version.rubric
    version.delete()
    if not rubric.versions.exists():
        rubric.delete()


def needs_another(version: RubricVersion, by: Any) -> bool:
    """Whether another person than `by` must publish it. Commands, which are nobody, may
    always publish."""
    if by is None or not app_settings.needs_second_person:
        return False
    return has_written(version, by)


def _hold(version: RubricVersion, revision: int | None) -> None:
    """Hold the row of an open version until the end of the transaction."""
    rows = RubricVersion.objects.filter(pk=version.pk, state__in=OPEN_STATES)
    wanted = rows if revision is None else rows.filter(revision=revision)
    if wanted.update(revision=F("revision") + 1):
        return
    now = RubricVersion.objects.filter(pk=version.pk).first()
    if now is not None and now.state in OPEN_STATES:
        raise VersionConflict(now)
    state = now.state if now else "-"
    raise StepNotAllowed(f"{state} → {VersionState.PUBLISHED}")


def _step(version: RubricVersion, to: VersionState, **values: Any) -> RubricVersion:
    sources = [state for state, targets in VERSION_STEPS.items() if to in targets]
    rows = RubricVersion.objects.filter(pk=version.pk, state__in=sources)
    if not rows.update(state=to, revision=F("revision") + 1, **values):
        raise StepNotAllowed(f"{version.state} → {to}")
    version.refresh_from_db()
    return version
