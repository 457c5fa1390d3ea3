"""Brings a rubric and its sample descriptions in from files."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from rubric.content import content_hash
from rubric.exceptions import DraftExists, UnknownRubric, VersionExists
from rubric.interchange.document import read_rubric
from rubric.interchange.samples import Sample, read_samples
from rubric.models import Exemplar, Level, ReferenceRating, Rubric, RubricVersion
from rubric.services.drafting import write_draft
from rubric.services.publishing import publish_version

#: The rubric that comes with the app, and sample descriptions rated by it.
DEFAULT_RUBRIC = Path(__file__).parents[1] / "data" / "sosiaalinen-innovaatio.yaml"
DEFAULT_SAMPLES = Path(__file__).parents[1] / "data" / "esimerkkikuvaukset.yaml"


@transaction.atomic
def import_rubric(
    *, data: Any, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """Publish the rubric that the data describes (our format, `schema: rubric/1`).

    The same content again returns the version that is already published. Refuses with
    `FaultyRubric`, which names every fault with its path; with `VersionExists` when
    the version was published with another content; with `DraftExists` when somebody is
    working on a draft. Nothing is written then.
    """
    slug, content = read_rubric(data)
    at = at or timezone.now()
    rubric, _created = Rubric.objects.get_or_create(slug=slug)
    same = rubric.versions.filter(label=content.label).first()
    if same is not None and same.was_published:
        if same.content_hash != content_hash(content):
            raise VersionExists(f"{slug} {content.label}")
        return same
    if rubric.versions.open().exists():
        raise DraftExists(slug)
    source = rubric.versions.ever_published().first()
    draft = write_draft(rubric=rubric, content=content, source=source, by=by, at=at)
    return publish_version(version=draft, by=by, at=at)


@transaction.atomic
def import_samples(
    *, data: Any, by: Any = None, at: datetime | None = None
) -> list[Exemplar]:
    """Write sample descriptions with an expert's levels (`schema: samples/1`).

    Samples that exist already, by their identifier, are brought up to date. Refuses
    with `UnknownRubric` when their version is not published, and with `FaultyRubric`.
    """
    version = _version_for(data)
    levels = version_levels(version)
    samples = read_samples(data, levels)
    return [_write_sample(version, levels, sample) for sample in samples]


def version_levels(version: RubricVersion) -> dict[str, dict[int, Level]]:
    """The levels of a version by the criterion's key and the level's value."""
    return {
        criterion.key: {level.value: level for level in criterion.levels.all()}
        for criterion in version.criteria.prefetch_related("levels")
    }


def _version_for(data: Any) -> RubricVersion:
    named = data.get("rubric") if isinstance(data, dict) else None
    named = named if isinstance(named, dict) else {}
    slug, label = str(named.get("id", "")), str(named.get("version", ""))
    version = (
        RubricVersion.objects.ever_published()
        .for_slug(slug)
        .filter(label=label)
        .first()
    )
    if version is None:
        raise UnknownRubric(f"{slug} {label}".strip())
    return version


def _write_sample(
    version: RubricVersion, levels: dict[str, dict[int, Level]], sample: Sample
) -> Exemplar:
    rows = Exemplar.objects.filter(version=version, slug=sample.slug)
    exemplar = rows.first() or Exemplar(version=version, slug=sample.slug)
    for column, value in sample.columns.items():
        setattr(exemplar, column, value)
    exemplar.full_clean()
    exemplar.save()
    criteria = {criterion.key: criterion for criterion in version.criteria.all()}
    exemplar.ratings.all().delete()
    ReferenceRating.objects.bulk_create(
        ReferenceRating(
            exemplar=exemplar,
            criterion=criteria[key],
            level=None if value is None else levels[key][value],
            not_assessable=value is None,
            rationale=sample.rationales.get(key, ""),
        )
        for key, value in sample.levels.items()
    )
    return exemplar
