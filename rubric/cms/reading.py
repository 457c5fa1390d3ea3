"""From the form of a draft to its content, and from a fault's path to its field."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.utils.text import slugify

from rubric.cms.forms import EditorForm
from rubric.cms.shape import CRITERION_TEXTS, is_new
from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
    Texts,
)
from rubric.drafts import LONGEST_KEY, LONGEST_SCALE_KEY
from rubric.interchange.keys import key_from

#: Where a label or a rule stands in a file, and the column that holds it.
RULES = {
    "version": "label",
    "languages": "languages",
    "rules.minimum_level": "minimum_level",
    "rules.pass_mean": "pass_mean",
    "rules.parts.minimum_level": "parts_minimum_level",
    "rules.parts.pass_mean": "parts_pass_mean",
    "rules.distinction": "distinction_level",
    "rules.distinction.mean": "distinction_mean",
    "rules.points_to_pass": "points_to_pass",
    "rules.pooling": "pooling",
}


class Reading:
    """What a valid form says. What the form doesn't hold stays as it is stored."""

    def __init__(self, form: EditorForm) -> None:
        self.values: Mapping[str, Any] = form.cleaned_data
        self.shape = form.shape
        self.stored = form.content
        self.known = {str(c.uuid): c for c in form.content.criteria}

    def content(self) -> RubricContent:
        return replace(
            self.stored,
            label=self.values["label"],
            languages=tuple(self.values["languages"]),
            texts={
                name: self.texts(f"t-{name}", self.stored.texts.get(name, {}))
                for name in VERSION_TEXTS
            },
            rules=self.rules(),
            scale=self.scale(),
            criteria=self.criteria(),
        )

    def texts(self, name: str, stored: Texts) -> Texts:
        """The texts of the form's languages, and those of others as they were."""
        here = {lang: self.values[f"{name}-{lang}"] for lang in self.shape.languages}
        return {lang: text for lang, text in {**stored, **here}.items() if text}

    def rules(self) -> RuleContent:
        names = [n for n in RuleContent.__dataclass_fields__ if n in self.values]
        given: dict[str, Any] = {name: self.values[name] for name in names}
        if not self.shape.points:
            given["points_to_pass"] = None
        return replace(self.stored.rules, **given)

    def scale(self) -> tuple[ScaleContent, ...]:
        stored = {step.value: step.label for step in self.stored.scale}
        taken: set[str] = set()
        steps = []
        for value in self.shape.kept_steps:
            label = self.texts(f"s-{value}-label", stored.get(value, {}))
            wanted = self.values[f"s-{value}-key"].strip()
            key = wanted or free_key(label, f"level-{value}", taken, LONGEST_SCALE_KEY)
            taken.add(key)
            steps.append(ScaleContent(value=value, key=key, label=label))
        return tuple(steps)

    def criteria(self) -> tuple[CriterionContent, ...]:
        kept = self.shape.kept_criteria
        taken = {self.values[f"c-{place}-key"].strip() for place in kept}
        return tuple(
            self.criterion(place, order, taken)
            for order, place in enumerate(kept, start=1)
        )

    def criterion(self, place: str, order: int, taken: set[str]) -> CriterionContent:
        prefix, stored = f"c-{place}", self.known.get(place)
        texts: dict[str, Any] = {
            name: self.texts(f"{prefix}-{name}", getattr(stored, name, {}))
            for name in CRITERION_TEXTS
        }
        key = self.values[f"{prefix}-key"].strip()
        if not key:
            key = free_key(texts["name"], f"criterion-{order}", taken, LONGEST_KEY)
            taken.add(key)
        return CriterionContent(
            key=key,
            sort_order=order,
            uuid=uuid4() if is_new(place) else UUID(place),
            levels=self.levels(prefix, stored),
            points=self.points(prefix),
            source=stored.source if stored else {},
            level_sources=stored.level_sources if stored else {},
            **texts,
            **{
                name: self.values[f"{prefix}-{name}"]
                for name in (
                    *("weight", "is_gate", "needed_for_distinction"),
                    *("rated_by", "looks_at"),
                )
            },
        )

    def levels(self, prefix: str, stored: CriterionContent | None) -> dict[int, Texts]:
        before: Mapping[int, Texts] = stored.levels if stored else {}
        return {
            value: self.texts(f"{prefix}-level{value}", before.get(value, {}))
            for value in self.shape.kept_steps
        }

    def points(self, prefix: str) -> dict[int, Any]:
        if not self.shape.points:
            return {}
        given = {v: self.values[f"{prefix}-points{v}"] for v in self.shape.kept_steps}
        return {value: points for value, points in given.items() if points is not None}


def free_key(texts: Texts, fallback: str, taken: set[str], longest: int) -> str:
    """A key made from the first name there is, and of no other row."""
    name = next((text for text in texts.values() if slugify(text)), "")
    return key_from(name, taken, fallback, longest)


def field_of(path: str, form: EditorForm) -> str | None:
    """The field that a fault is about; None when it is about the whole."""
    if name := RULES.get(path):
        return name if name in form.fields else None
    shape = form.shape
    if found := re.fullmatch(r"levels\[(\d+)\]\.key", path):
        return f"s-{shape.kept_steps[int(found[1])]}-key"
    if found := re.fullmatch(r"criteria\[(\d+)\]\.(.+)", path):
        prefix = f"c-{shape.kept_criteria[int(found[1])]}"
        rest = found[2].replace("points.", "points").replace("levels.", "level")
        name = f"{prefix}-{rest}"
        return name if name in form.fields else f"{prefix}-key"
    return None
