"""A rubric as most systems have it: one language, criteria, ratings with points.

What such a system doesn't say comes from the last version of the rubric where there
is one, so that a file sent out and brought back changes only what it speaks of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
    Texts,
)
from rubric.drafts import LONGEST_SCALE_KEY, first_rules
from rubric.interchange.identity import pair, same_source, same_uuid
from rubric.interchange.keys import key_from
from rubric.interchange.shares import shares
from rubric.labels import FIRST_LABEL


@dataclass(frozen=True, kw_only=True)
class Rating:
    """One level of a criterion, the weakest first."""

    name: str
    descriptor: str
    points: Decimal | None
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One criterion."""

    name: str
    question: str
    #: In any unit; it is the shares that count. None shares equally.
    weight: Fraction | None
    ratings: Sequence[Rating]
    uuid: UUID | None = None
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outline:
    title: str
    purpose: str
    rows: Sequence[Row]
    source: Mapping[str, Any] = field(default_factory=dict)


def content_from(
    outline: Outline, language: str, base: RubricContent | None = None
) -> RubricContent:
    """The whole content; `base` is the last version of the same rubric."""
    size = max((len(row.ratings) for row in outline.rows), default=0)
    scale = _scale(outline.rows, size, language, base)
    texts: dict[str, Texts] = {
        name: dict(base.texts.get(name, {})) if base else {} for name in VERSION_TEXTS
    }
    texts["title"] = _with(texts["title"], language, outline.title)
    texts["purpose"] = _with(texts["purpose"], language, outline.purpose)
    return RubricContent(
        label=base.label if base else FIRST_LABEL,
        languages=_languages(language, base),
        texts=texts,
        rules=_fitting(base.rules, size) if base else first_rules(size),
        scale=scale,
        criteria=_criteria(outline.rows, scale, language, base),
        source=outline.source or (base.source if base else {}),
    )


def _scale(
    rows: Sequence[Row], size: int, language: str, base: RubricContent | None
) -> tuple[ScaleContent, ...]:
    longest = next((row.ratings for row in rows if len(row.ratings) == size), [])
    known = {step.value: step for step in base.scale} if base else {}
    steps: list[ScaleContent] = []
    for value, rating in enumerate(longest, start=1):
        step = known.get(value)
        taken = [other.key for other in steps]
        key = step.key if step else ""
        key = key or key_from(rating.name, taken, f"level-{value}", LONGEST_SCALE_KEY)
        steps.append(
            ScaleContent(
                value=value,
                key=key,
                label=_with(step.label if step else {}, language, rating.name),
            )
        )
    return tuple(steps)


def _criteria(
    rows: Sequence[Row],
    scale: Sequence[ScaleContent],
    language: str,
    base: RubricContent | None,
) -> tuple[CriterionContent, ...]:
    found = pair(rows, base.criteria if base else (), SAME)
    weights = shares([row.weight for row in rows])
    if base and all(row.weight is None for row in rows) and all(found):
        weights = [match.weight for match in found if match]
    taken = {match.key for match in found if match}
    criteria = []
    for i, (row, match) in enumerate(zip(rows, found, strict=True)):
        key = match.key if match else key_from(row.name, taken, f"criterion-{i + 1}")
        taken.add(key)
        criteria.append(_criterion(row, match, key, i + 1, weights[i], scale, language))
    return tuple(criteria)


def _criterion(
    row: Row,
    match: CriterionContent | None,
    key: str,
    order: int,
    weight: int,
    scale: Sequence[ScaleContent],
    language: str,
) -> CriterionContent:
    placed = _placed(row.ratings, scale, language)
    known = match.levels if match else {}
    base = match or _bare(key)
    return replace(
        base,
        sort_order=order,
        weight=weight,
        uuid=match.uuid if match else row.uuid,
        name=_with(base.name, language, row.name),
        question=_with(base.question, language, row.question),
        levels={
            value: _with(known.get(value, {}), language, rating.descriptor)
            for value, rating in placed.items()
        },
        points={
            value: rating.points
            for value, rating in placed.items()
            if rating.points is not None and rating.points != value
        },
        source=row.source or base.source,
        level_sources={
            value: source
            for value, rating in placed.items()
            if (source := rating.source or base.level_sources.get(value))
        },
    )


def _bare(key: str) -> CriterionContent:
    return CriterionContent(
        key=key,
        sort_order=0,
        weight=1,
        is_gate=False,
        needed_for_distinction=False,
        looks_at=(),
        name={},
        question={},
        levels={},
    )


def _placed(
    ratings: Sequence[Rating], scale: Sequence[ScaleContent], language: str
) -> dict[int, Rating]:
    """The level of each rating. A shorter criterion takes the levels whose names it
    uses, in their order, and otherwise the lowest ones."""
    by_name = {step.label.get(language): step.value for step in scale}
    values = [by_name.get(rating.name) for rating in ratings]
    named = [value for value in values if value is not None]
    if len(named) < len(ratings) or named != sorted(set(named)):
        named = list(range(1, len(ratings) + 1))
    return dict(zip(named, ratings, strict=True))


def _with(texts: Texts, language: str, text: str) -> Texts:
    others = {key: value for key, value in texts.items() if key != language}
    return others | ({language: text} if text else {})


def _languages(language: str, base: RubricContent | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(base.languages if base else ()), language]))


def _fitting(rules: RuleContent, size: int) -> RuleContent:
    """The same rules, inside a scale that may have become shorter."""
    return replace(
        rules,
        minimum_level=min(rules.minimum_level, size),
        parts_minimum_level=min(rules.parts_minimum_level, size),
        distinction_level=min(rules.distinction_level, size),
    )


def _same_key(row: Row, criterion: CriterionContent) -> bool:
    return key_from(row.name, (), "") == criterion.key


def _same_name(row: Row, criterion: CriterionContent) -> bool:
    return row.name in criterion.name.values()


#: Which criterion of the last version a row is, the surest sign first.
SAME = (same_uuid, same_source, _same_name, _same_key)
