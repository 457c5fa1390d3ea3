"""Brings a rubric in from a file, and sample descriptions rated by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rubric.content import RubricContent, content_hash
from rubric.enums import VersionEventKind
from rubric.exceptions import DraftExists, UnknownRubric, VersionExists
from rubric.interchange.document import read_rubric
from rubric.interchange.formats import FORMATS, read_file
from rubric.interchange.identity import identified
from rubric.interchange.keys import key_from
from rubric.interchange.opening import format_of
from rubric.interchange.samples import Sample, read_samples
from rubric.labels import next_label
from rubric.models import Criterion, Exemplar, Rubric, RubricVersion
from rubric.services.drafting import content_of, write_draft
from rubric.services.exemplars import Reference, write_references
from rubric.services.history import record
from rubric.services.publishing import publish_version

#: The rubric that comes with the app, and sample descriptions rated by it.
DEFAULT_RUBRIC = Path(__file__).parents[1] / "data" / "sosiaalinen-innovaatio.yaml"
DEFAULT_SAMPLES = Path(__file__).parents[1] / "data" / "esimerkkikuvaukset.yaml"


def import_draft(
    *,
    data: bytes,
    file_format: str = "",
    language: str = "",
    rubric: Rubric | None = None,
    pick: str = "",
    by: Any = None,
    at: datetime | None = None,
) -> RubricVersion:
    """Read a file into a new draft; `rubric.interchange.formats` names the formats.

    Without `rubric` the file's own identifier tells which one it is; a format without
    one makes a new rubric, named after the title. Criteria keep the uuid of those of
    the last version by uuid, by the identifier of another system, or by key. A version
    name that is taken becomes the one after the newest version's. Texts may be missing:
    publishing asks for them.

    Refuses with `FaultyRubric`, which names every fault with its path or cell; with
    `DraftExists`; with `FormatNotInstalled`. Nothing is written then.
    """
    # Reading a file takes its time; no transaction waits for it.
    file_format = file_format or format_of(data)
    base = _last_content(rubric) if rubric else None
    slug, content = read_file(
        data, file_format=file_format, language=language, base=base, pick=pick
    )
    return _write(
        rubric, slug, content, str(FORMATS[file_format].label), by, at or timezone.now()
    )


@transaction.atomic
def _write(
    rubric: Rubric | None,
    slug: str,
    content: RubricContent,
    note: str,
    by: Any,
    at: datetime,
) -> RubricVersion:
    if rubric is None:
        slug = slug or _free_slug(content)
        rubric, _created = Rubric.objects.get_or_create(slug=slug)
    if rubric.versions.open().exists():
        raise DraftExists(rubric.slug)
    source = rubric.versions.with_structure().first()
    known = content_of(source) if source else None
    content = identified(content, known, _taken_elsewhere(rubric, content))
    content = replace(content, label=_free_label(rubric, content.label))
    version = write_draft(rubric=rubric, content=content, source=source, by=by, at=at)
    record(version, VersionEventKind.IMPORTED, by=by, at=at, note=note)
    return version


def _taken_elsewhere(rubric: Rubric, content: RubricContent) -> set[UUID]:
    """The identities in the file that criteria of other rubrics have."""
    given = [row.uuid for row in content.criteria if row.uuid]
    others = Criterion.objects.exclude(version__rubric=rubric).filter(uuid__in=given)
    return set(others.values_list("uuid", flat=True))


def _last_content(rubric: Rubric) -> RubricContent | None:
    last = rubric.versions.with_structure().first()
    return content_of(last) if last else None


def _free_slug(content: RubricContent) -> str:
    title = next(iter(content.texts.get("title", {}).values()), "")
    return key_from(title, Rubric.objects.values_list("slug", flat=True), "rubric")


def _free_label(rubric: Rubric, label: str) -> str:
    """The label itself, or where a version has it the one after the newest version's."""
    taken = list(rubric.versions.order_by("-number").values_list("label", flat=True))
    return next_label(taken[0], taken) if label in taken else label


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
    source = rubric.versions.ever_published().with_structure().first()
    known = content_of(source) if source else None
    content = identified(content, known, _taken_elsewhere(rubric, content))
    draft = write_draft(rubric=rubric, content=content, source=source, by=by, at=at)
    record(draft, VersionEventKind.IMPORTED, by=by, at=at)
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
    criteria = list(version.criteria.prefetch_related("levels"))
    scale = {c.key: {level.value for level in c.levels.all()} for c in criteria}
    samples = read_samples(data, scale)
    return [_write_sample(version, criteria, sample) for sample in samples]


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
    version: RubricVersion, criteria: Sequence[Criterion], sample: Sample
) -> Exemplar:
    rows = Exemplar.objects.filter(version=version, slug=sample.slug)
    exemplar = rows.first() or Exemplar(version=version, slug=sample.slug)
    for column, value in sample.columns.items():
        setattr(exemplar, column, value)
    exemplar.needs_checking = False
    exemplar.full_clean()
    exemplar.save()
    references = {c: _reference(c, sample) for c in criteria if c.key in sample.levels}
    write_references(exemplar, references)
    return exemplar


def _reference(criterion: Criterion, sample: Sample) -> Reference:
    levels = {level.value: level for level in criterion.levels.all()}
    value = sample.levels[criterion.key]
    level = None if value is None else levels[value]
    return Reference(level, sample.rationales.get(criterion.key, ""))
