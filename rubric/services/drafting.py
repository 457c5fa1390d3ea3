"""Moves the content of a version between rows and plain values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max
from i18nfield.strings import LazyI18nString

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
    Texts,
)
from rubric.exceptions import DraftExists, VersionExists
from rubric.models import Criterion, Level, Rubric, RubricVersion, ScaleLabel


def content_of(version: RubricVersion) -> RubricContent:
    """Read a version's rows; fetch it `with_structure()` to keep the queries few."""
    return RubricContent(
        label=version.label,
        languages=tuple(version.languages),
        texts={field: _texts(getattr(version, field)) for field in VERSION_TEXTS},
        rules=RuleContent(
            minimum_level=version.minimum_level,
            pass_mean=version.pass_mean,
            parts_minimum_level=version.parts_minimum_level,
            parts_pass_mean=version.parts_pass_mean,
            distinction_mean=version.distinction_mean,
            distinction_level=version.distinction_level,
            points_to_pass=version.points_to_pass,
            pooling=version.pooling,
        ),
        scale=tuple(
            ScaleContent(value=step.value, key=step.key, label=_texts(step.label))
            for step in version.scale.all()
        ),
        criteria=tuple(_criterion(criterion) for criterion in version.criteria.all()),
        source=version.source,
    )


@transaction.atomic
def write_draft(
    *,
    rubric: Rubric,
    content: RubricContent,
    at: datetime,
    by: Any = None,
    source: RubricVersion | None = None,
) -> RubricVersion:
    """Write the rows of a new draft. Criteria and levels that `source` has too, by key
    and value, keep their uuids.

    Refuses when the rubric has an open version (`DraftExists`) or the label is taken
    (`VersionExists`).
    """
    if rubric.versions.open().exists():
        raise DraftExists(rubric.slug)
    if rubric.versions.filter(label=content.label).exists():
        raise VersionExists(f"{rubric.slug} {content.label}")
    last = rubric.versions.aggregate(last=Max("number"))["last"] or 0
    version = RubricVersion(
        rubric=rubric,
        number=last + 1,
        label=content.label,
        languages=list(content.languages),
        created_at=at,
        created_by=by,
        source=dict(content.source),
        **text_columns(content.texts),
        **rule_columns(content.rules),
    )
    # A text may still be missing; publishing asks for it.
    version.full_clean(exclude=list(VERSION_TEXTS), validate_constraints=False)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        # Somebody else started a draft at the same moment.
        raise DraftExists(rubric.slug) from error
    _write_structure(version, content, _identities(source))
    return version


class Identities(NamedTuple):
    """The uuids of a version's criteria by key, and of their levels by value."""

    criteria: Mapping[str, UUID]
    levels: Mapping[tuple[UUID, int], UUID]


def _write_structure(
    version: RubricVersion, content: RubricContent, known: Identities
) -> None:
    ScaleLabel.objects.bulk_create(
        ScaleLabel(
            version=version, value=step.value, key=step.key, label=_i18n(step.label)
        )
        for step in content.scale
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            version=version,
            uuid=row.uuid or known.criteria.get(row.key) or uuid4(),
            **criterion_columns(row),
        )
        for row in content.criteria
    )
    Level.objects.bulk_create(
        Level(
            criterion=criterion,
            uuid=known.levels.get((criterion.uuid, value)) or uuid4(),
            value=value,
            **level_columns(row, value),
        )
        for criterion, row in zip(criteria, content.criteria, strict=True)
        for value in sorted(row.levels)
    )


def criterion_columns(row: CriterionContent) -> dict[str, Any]:
    return {
        "key": row.key,
        "sort_order": row.sort_order,
        "weight": row.weight,
        "is_gate": row.is_gate,
        "needed_for_distinction": row.needed_for_distinction,
        "rated_by": row.rated_by,
        "looks_at": list(row.looks_at),
        "name": _i18n(row.name),
        "question": _i18n(row.question),
        "source": dict(row.source),
    }


def level_columns(row: CriterionContent, value: int) -> dict[str, Any]:
    return {
        "descriptor": _i18n(row.levels[value]),
        "points": row.points.get(value),
        "source": dict(row.level_sources.get(value, {})),
    }


def _identities(source: RubricVersion | None) -> Identities:
    if source is None:
        return Identities({}, {})
    criteria = source.criteria.prefetch_related("levels")
    return Identities(
        {criterion.key: criterion.uuid for criterion in criteria},
        {
            (criterion.uuid, level.value): level.uuid
            for criterion in criteria
            for level in criterion.levels.all()
        },
    )


def _criterion(criterion: Criterion) -> CriterionContent:
    levels = criterion.levels.all()
    return CriterionContent(
        key=criterion.key,
        sort_order=criterion.sort_order,
        weight=criterion.weight,
        is_gate=criterion.is_gate,
        needed_for_distinction=criterion.needed_for_distinction,
        looks_at=tuple(criterion.looks_at),
        name=_texts(criterion.name),
        question=_texts(criterion.question),
        levels={level.value: _texts(level.descriptor) for level in levels},
        points={
            level.value: level.points for level in levels if level.points is not None
        },
        rated_by=criterion.rated_by,
        uuid=criterion.uuid,
        source=criterion.source,
        level_sources={level.value: level.source for level in levels if level.source},
    )


def text_columns(texts: Mapping[str, Texts]) -> dict[str, LazyI18nString]:
    return {name: _i18n(words) for name, words in texts.items()}


def rule_columns(rules: RuleContent) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in RuleContent.__dataclass_fields__}


def _texts(value: Any) -> Texts:
    data = getattr(value, "data", value)
    return {k: v for k, v in data.items() if v} if isinstance(data, dict) else {}


def _i18n(texts: Texts) -> LazyI18nString:
    return LazyI18nString(dict(texts))
