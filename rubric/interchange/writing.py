"""Plain values written as our own file format (`schema: rubric/1`), JSON or YAML."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rubric.content import CriterionContent, RubricContent, RuleContent
from rubric.enums import Pooling, RatedBy
from rubric.interchange.document import SCHEMA
from rubric.interchange.libraries import yaml
from rubric.interchange.rules import NOT_ASSESSABLE

WEIGHTED = {"aggregate": "weighted_mean", "all_criteria_required": True}


def as_data(slug: str, content: RubricContent) -> dict[str, Any]:
    """The file's data: reading it gives the same slug and content."""
    texts = {name: dict(content.texts.get(name, {})) for name in content.texts}
    return _without_empty(
        {
            "schema": SCHEMA,
            "id": slug,
            "version": content.label,
            "languages": list(content.languages),
            "title": texts.get("title"),
            "purpose": texts.get("purpose"),
            "assessor_note": texts.get("assessor_note"),
            "levels": [
                {"value": step.value, "key": step.key, **step.label}
                for step in content.scale
            ],
            "not_assessable": {
                "key": "not_assessable",
                **texts.get("not_assessable_label", {}),
            },
            "rules": _rules(content, texts),
            "criteria": [_criterion(criterion) for criterion in content.criteria],
            "source": dict(content.source),
        }
    )


def as_json(slug: str, content: RubricContent) -> bytes:
    text = json.dumps(as_data(slug, content), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def as_yaml(slug: str, content: RubricContent) -> bytes:
    yaml()
    from rubric.interchange.yamlfiles import dump

    return dump(as_data(slug, content))


def number(value: Decimal) -> int | float:
    """Four decimals survive the way through a float; 2.50 and 2.5 are one number."""
    return int(value) if value == value.to_integral_value() else float(value)


def _rules(content: RubricContent, texts: Mapping[str, Any]) -> dict[str, Any]:
    rules = content.rules
    return _without_empty(
        {
            "scale": {"min": 1, "max": len(content.scale), "step": 1},
            **WEIGHTED,
            "minimum_level": rules.minimum_level,
            "gate_criteria": [c.key for c in content.criteria if c.is_gate],
            "pass_mean": number(rules.pass_mean),
            "parts": {
                "minimum_level": rules.parts_minimum_level,
                "pass_mean": _or_none(rules.parts_pass_mean),
            },
            "points_to_pass": _or_none(rules.points_to_pass),
            "pooling": None if rules.pooling == Pooling.ONE else str(rules.pooling),
            "choose_level": texts.get("choose_level"),
            "not_assessable": _without_empty(
                {**NOT_ASSESSABLE, "text": texts.get("not_assessable_text")}
            ),
            "distinction": _distinction(content, rules),
            "text": texts.get("rules_text"),
            "disclaimer": texts.get("disclaimer"),
        }
    )


def _distinction(content: RubricContent, rules: RuleContent) -> dict[str, Any]:
    return {
        "requires": "passed",
        "mean": _or_none(rules.distinction_mean),
        f"at_least_{rules.distinction_level}": [
            c.key for c in content.criteria if c.needed_for_distinction
        ],
    }


def _criterion(criterion: CriterionContent) -> dict[str, Any]:
    everyone = criterion.rated_by == RatedBy.EVERYONE
    return _without_empty(
        {
            "id": criterion.key,
            "uuid": str(criterion.uuid) if criterion.uuid else None,
            "order": criterion.sort_order,
            "weight": criterion.weight,
            "gate": criterion.is_gate,
            "rated_by": None if everyone else str(criterion.rated_by),
            "name": dict(criterion.name),
            "question": dict(criterion.question),
            "levels": {v: dict(criterion.levels[v]) for v in sorted(criterion.levels)},
            "points": {
                v: number(criterion.points[v]) for v in sorted(criterion.points)
            },
            "feeds_from": list(criterion.looks_at),
            "source": dict(criterion.source),
            "level_sources": {
                v: dict(criterion.level_sources[v])
                for v in sorted(criterion.level_sources)
            },
        }
    )


def _or_none(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None and v != {} and v != []}
