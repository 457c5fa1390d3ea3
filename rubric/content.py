"""The content of a version as plain values: what makes it whole, and its hashes."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from rubric.enums import Pooling, RatedBy

Texts = Mapping[str, str]
#: What another system said of a row, word for word; never shown, never hashed.
Source = Mapping[str, Any]
WEIGHTS_SUM = 100
#: Texts of a version by the name of their field, with where they stand in a file.
VERSION_TEXTS = {
    "title": "title",
    "purpose": "purpose",
    "assessor_note": "assessor_note",
    "not_assessable_label": "not_assessable",
    "choose_level": "rules.choose_level",
    "not_assessable_text": "rules.not_assessable.text",
    "rules_text": "rules.text",
    "disclaimer": "rules.disclaimer",
}


class Fault(NamedTuple):
    """One thing that is wrong, and where it stands."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class ScaleContent:
    value: int
    key: str
    label: Texts


@dataclass(frozen=True, kw_only=True)
class CriterionContent:
    key: str
    sort_order: int
    weight: int
    is_gate: bool
    needed_for_distinction: bool
    looks_at: tuple[str, ...]
    name: Texts
    question: Texts
    levels: Mapping[int, Texts]
    #: Points of a level for the rule set that sums them, where they are not its value.
    points: Mapping[int, Decimal] = field(default_factory=dict)
    rated_by: str = RatedBy.EVERYONE
    #: The criterion that this one is; None finds it by its key.
    uuid: UUID | None = field(default=None, compare=False)
    source: Source = field(default_factory=dict)
    level_sources: Mapping[int, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RuleContent:
    minimum_level: int
    pass_mean: Decimal
    parts_minimum_level: int
    parts_pass_mean: Decimal | None
    distinction_mean: Decimal | None
    distinction_level: int
    points_to_pass: Decimal | None = None
    pooling: str = Pooling.ONE


@dataclass(frozen=True, kw_only=True)
class RubricContent:
    label: str
    languages: tuple[str, ...]
    texts: Mapping[str, Texts]
    rules: RuleContent
    scale: tuple[ScaleContent, ...]
    criteria: tuple[CriterionContent, ...]
    source: Source = field(default_factory=dict)


def faults_of(content: RubricContent) -> list[Fault]:
    """Everything that keeps the content from being published."""
    return [
        *_missing_texts(content),
        *_faulty_scale(content),
        *_faulty_criteria(content.criteria),
        *_faulty_rules(content),
        *_faulty_points(content),
    ]


def content_hash(content: RubricContent) -> str:
    """Changes when anything changes, a text included."""
    return _sha256(
        {
            "label": content.label,
            "languages": content.languages,
            "texts": content.texts,
            "rules": asdict(content.rules),
            "scale": [asdict(step) for step in content.scale],
            "criteria": [_hashed(criterion) for criterion in content.criteria],
        }
    )


def structure_hash(content: RubricContent) -> str:
    """Changes when the same levels could come to another result."""
    return _sha256(
        {
            "rules": asdict(content.rules),
            "scale": [step.value for step in content.scale],
            "criteria": [
                [
                    *(c.key, c.weight, c.is_gate, c.needed_for_distinction),
                    *(sorted(c.levels), sorted(c.points.items()), c.rated_by),
                ]
                for c in content.criteria
            ],
        }
    )


def _hashed(criterion: CriterionContent) -> dict[str, Any]:
    identity = ("uuid", "source", "level_sources")
    return {k: v for k, v in asdict(criterion).items() if k not in identity}


def _sha256(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        # 2.5 and 2.5000 are one threshold.
        return format(value.normalize(), "f")
    raise TypeError(type(value).__name__)


def _missing_texts(content: RubricContent) -> Iterator[Fault]:
    if not content.languages:
        yield Fault("languages", _("no language is given"))
    for path, texts in _all_texts(content):
        for language in content.languages:
            if not texts.get(language, "").strip():
                yield Fault(f"{path}.{language}", _("missing text"))


def _all_texts(content: RubricContent) -> Iterator[tuple[str, Texts]]:
    for name, path in VERSION_TEXTS.items():
        yield path, content.texts.get(name, {})
    for i, step in enumerate(content.scale):
        yield f"levels[{i}]", step.label
    for i, criterion in enumerate(content.criteria):
        yield f"criteria[{i}].name", criterion.name
        yield f"criteria[{i}].question", criterion.question
        for value, texts in sorted(criterion.levels.items()):
            yield f"criteria[{i}].levels.{value}", texts


def _faulty_scale(content: RubricContent) -> Iterator[Fault]:
    values = [step.value for step in content.scale]
    if len(values) < 2 or values != list(range(1, len(values) + 1)):
        yield Fault("levels", _("the levels must be 1, 2, 3 … without a gap"))
    for key in _repeated([step.key for step in content.scale]):
        yield Fault("levels", _("the key “%(key)s” is given twice") % {"key": key})
    for i, criterion in enumerate(content.criteria):
        for value in sorted(set(values) - set(criterion.levels)):
            yield Fault(f"criteria[{i}].levels.{value}", _("this level is missing"))
        for value in sorted(set(criterion.levels) - set(values)):
            yield Fault(
                f"criteria[{i}].levels.{value}", _("the scale has no such level")
            )


def _faulty_criteria(criteria: Sequence[CriterionContent]) -> Iterator[Fault]:
    if not criteria:
        yield Fault("criteria", _("at least one criterion is needed"))
        return
    for key in _repeated([criterion.key for criterion in criteria]):
        yield Fault("criteria", _("the key “%(key)s” is given twice") % {"key": key})
    for order in _repeated([str(criterion.sort_order) for criterion in criteria]):
        yield Fault(
            "criteria", _("the order %(order)s is given twice") % {"order": order}
        )
    for i, criterion in enumerate(criteria):
        if criterion.weight < 1:
            yield Fault(f"criteria[{i}].weight", _("must be at least 1"))
    total = sum(criterion.weight for criterion in criteria)
    if total != WEIGHTS_SUM:
        yield Fault(
            "criteria",
            _("the weights add up to %(total)d, not to %(wanted)d")
            % {"total": total, "wanted": WEIGHTS_SUM},
        )
    yield from _faulty_raters(criteria)


def _faulty_raters(criteria: Sequence[CriterionContent]) -> Iterator[Fault]:
    """A result never counts what only the author rates, so no result can hang on it."""
    if all(criterion.rated_by == RatedBy.AUTHOR for criterion in criteria):
        yield Fault(
            "criteria",
            _(
                "every criterion is for the author only, so no result can be made: "
                "let assessors rate at least one"
            ),
        )
    for i, criterion in enumerate(criteria):
        if criterion.is_gate and criterion.rated_by == RatedBy.AUTHOR:
            yield Fault(
                f"criteria[{i}].is_gate",
                _(
                    "what only the author rates can't be a gate: let assessors rate "
                    "it too, or take the gate away"
                ),
            )


def _faulty_rules(content: RubricContent) -> Iterator[Fault]:
    rules, top = content.rules, len(content.scale)
    for path, level in (
        ("rules.minimum_level", rules.minimum_level),
        ("rules.parts.minimum_level", rules.parts_minimum_level),
        ("rules.distinction", rules.distinction_level),
    ):
        if not 1 <= level <= top:
            yield Fault(path, _("the scale has no such level"))
    for path, mean in (
        ("rules.pass_mean", rules.pass_mean),
        ("rules.parts.pass_mean", rules.parts_pass_mean),
        ("rules.distinction.mean", rules.distinction_mean),
    ):
        if mean is not None and not 1 <= mean <= top:
            yield Fault(path, _("must be within the scale"))


def _faulty_points(content: RubricContent) -> Iterator[Fault]:
    """Where points are summed a higher level must never be worth less."""
    needed = content.rules.points_to_pass
    if needed is None:
        return
    most = Decimal()
    for i, criterion in enumerate(content.criteria):
        last = Decimal()
        for value in sorted(criterion.levels):
            points = criterion.points.get(value, Decimal(value))
            if points < last:
                yield Fault(
                    f"criteria[{i}].points.{value}",
                    _(
                        "a level can't have fewer points than the one below it, or than 0"
                    ),
                )
            last = points
        most += last if criterion.rated_by != RatedBy.AUTHOR else 0
    if not 0 <= needed <= most:
        yield Fault(
            "rules.points_to_pass",
            _("must be between 0 and %(most)s, the most that can be reached")
            % {"most": format(most.normalize(), "f")},
        )


def _repeated(values: Sequence[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})
