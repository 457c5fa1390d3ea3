"""A version's way: draft, review, published, archived."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rubric.content import content_hash, faults_of, structure_hash
from rubric.enums import (
    OPEN_STATES,
    VERSION_STEPS,
    CrosswalkKind,
    VersionState,
)
from rubric.exceptions import FaultyRubric, StepNotAllowed, UnknownRubric
from rubric.models import Criterion, Crosswalk, Rubric, RubricVersion
from rubric.services.drafting import content_of, write_draft
from rubric.signals import rubric_published


@transaction.atomic
def start_draft(
    *, rubric: Rubric, label: str = "", by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Copy the newest published version into a draft; criteria and levels keep their
    uuids. Refuses when nothing was published yet, when a draft exists already, or when
    the label is taken. Without a label the draft is called by its number."""
    source = rubric.versions.ever_published().with_structure().first()
    if source is None:
        raise UnknownRubric(rubric.slug)
    content = replace(content_of(source), label=label or str(source.number + 1))
    return write_draft(
        rubric=rubric, content=content, source=source, by=by, at=at or timezone.now()
    )


@transaction.atomic
def send_to_review(
    *, version: RubricVersion, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Hand a draft over to the one who approves it."""
    return _step(version, VersionState.IN_REVIEW)


@transaction.atomic
def send_back(
    *, version: RubricVersion, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Return a version from review to its author."""
    return _step(version, VersionState.DRAFT)


@transaction.atomic
def publish_version(
    *, version: RubricVersion, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Publish for good: afterwards nothing of the version can change.

    Refuses with `FaultyRubric`, which names every missing text, weight and level, or
    with `StepNotAllowed` when the version is not a draft or in review.
    """
    # First of all, so that nobody else publishes or edits while we look at it.
    if not _touch(version):
        raise StepNotAllowed(f"{version.state} → {VersionState.PUBLISHED}")
    fresh = RubricVersion.objects.with_structure().get(pk=version.pk)
    content = content_of(fresh)
    if faults := faults_of(content):
        raise FaultyRubric(faults)
    _link_to_predecessor(fresh)
    _step(
        version,
        VersionState.PUBLISHED,
        content_hash=content_hash(content),
        structure_hash=structure_hash(content),
        published_at=at or timezone.now(),
        published_by=by,
    )
    transaction.on_commit(
        partial(rubric_published.send_robust, sender=RubricVersion, version=version)
    )
    return version


@transaction.atomic
def archive_version(
    *, version: RubricVersion, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Take a published version out of the lists of choices. Work that was begun with
    it can still be rated."""
    return _step(
        version,
        VersionState.ARCHIVED,
        archived_at=at or timezone.now(),
        archived_by=by,
    )


def _touch(version: RubricVersion) -> bool:
    """Hold the row of an open version until the end of the transaction."""
    rows = RubricVersion.objects.filter(pk=version.pk, state__in=OPEN_STATES)
    return bool(rows.update(revision=F("revision") + 1))


def _step(version: RubricVersion, to: VersionState, **values: Any) -> RubricVersion:
    sources = [state for state, targets in VERSION_STEPS.items() if to in targets]
    rows = RubricVersion.objects.filter(pk=version.pk, state__in=sources)
    if not rows.update(state=to, revision=F("revision") + 1, **values):
        raise StepNotAllowed(f"{version.state} → {to}")
    version.refresh_from_db()
    return version


def _link_to_predecessor(version: RubricVersion) -> None:
    """Criteria that kept their uuid continue those of the version before."""
    earlier = {
        criterion.uuid: criterion
        for criterion in Criterion.objects.filter(
            version__rubric=version.rubric, version__number__lt=version.number
        )
        .order_by("version__number")
        .prefetch_related("levels")
    }
    Crosswalk.objects.bulk_create(
        Crosswalk(
            version=version,
            source=earlier[criterion.uuid],
            target=criterion,
            kind=_kind(earlier[criterion.uuid], criterion),
        )
        for criterion in version.criteria.all()
        if criterion.uuid in earlier
    )


def _kind(source: Criterion, target: Criterion) -> CrosswalkKind:
    def wording(criterion: Criterion) -> tuple[Any, ...]:
        levels = [(x.value, x.descriptor.data) for x in criterion.levels.all()]
        return criterion.name.data, criterion.question.data, levels

    same = wording(source) == wording(target)
    return CrosswalkKind.KEPT if same else CrosswalkKind.REWORDED
