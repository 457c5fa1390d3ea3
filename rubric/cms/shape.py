"""What the form of a draft is made of: languages, levels and criteria, and their order.

What is posted may only shape the form within these bounds: anything else is a 404.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.http import Http404, QueryDict

from rubric.cms.fields import shown
from rubric.content import VERSION_TEXTS, CriterionContent, RubricContent, Texts
from rubric.drafts import LANGUAGE

#: Texts of a criterion, and whether they are longer than a line.
CRITERION_TEXTS = {"name": False, "question": True}
MOST_LANGUAGES = 12
#: What a form may hold at all. What a draft may have is less and is told in the form, so
#: that nobody loses what was typed.
MOST_ROWS, MOST_STEPS = 100, 20
NEW = re.compile(r"new-[1-9]\d{0,2}")


@dataclass(frozen=True)
class Shape:
    """`criteria` are uuids or `new-1` in the order of the page, `steps` the values."""

    languages: tuple[str, ...]
    steps: tuple[int, ...]
    criteria: tuple[str, ...]
    points: bool = False
    #: Marked to go: "s-5" or "c-<uuid>". They stay in the form until it is saved.
    removed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: RubricContent) -> Self:
        return cls(
            languages=tuple(content.languages) or ("en",),
            steps=tuple(step.value for step in content.scale),
            criteria=tuple(str(criterion.uuid) for criterion in content.criteria),
            points=content.rules.points_to_pass is not None
            or any(criterion.points for criterion in content.criteria),
        )

    @classmethod
    def read(cls, post: QueryDict, content: RubricContent) -> Self:
        """What was posted; the languages are those the version has or is given."""
        given = [code for code in post.getlist("languages") if LANGUAGE.fullmatch(code)]
        languages = tuple(dict.fromkeys([*content.languages, *given]))
        return cls(
            languages=languages[:MOST_LANGUAGES] or ("en",),
            steps=_steps(post.getlist("step")),
            criteria=_criteria(post.getlist("criterion")),
            points="points" in post,
            removed=frozenset(post.getlist("removed")),
        )

    def __post_init__(self) -> None:
        """Levels go from the top: whatever stands above one that goes, goes too."""
        lowest = min((v for v in self.steps if f"s-{v}" in self.removed), default=None)
        if lowest is not None:
            above = {f"s-{value}" for value in self.steps if value >= lowest}
            object.__setattr__(self, "removed", self.removed | above)

    def is_removed(self, name: str) -> bool:
        return name in self.removed

    @property
    def kept_criteria(self) -> list[str]:
        return [c for c in self.criteria if f"c-{c}" not in self.removed]

    @property
    def kept_steps(self) -> list[int]:
        return [value for value in self.steps if f"s-{value}" not in self.removed]

    def refuse_unknown(self, content: RubricContent) -> None:
        """A criterion of the form is one of the version, or a new one."""
        known = {str(criterion.uuid) for criterion in content.criteria}
        if not all(c in known or is_new(c) for c in self.criteria):
            raise Http404("No such criterion in this version")

    def next_new(self) -> str:
        numbers = [int(c.removeprefix("new-")) for c in self.criteria if is_new(c)]
        return f"new-{max(numbers, default=0) + 1}"


def is_new(place: str) -> bool:
    return NEW.fullmatch(place) is not None


def _steps(values: list[str]) -> tuple[int, ...]:
    if len(values) > MOST_STEPS or values != [str(n + 1) for n in range(len(values))]:
        raise Http404("Not a scale")
    return tuple(map(int, values))


def _criteria(values: list[str]) -> tuple[str, ...]:
    if len(values) > MOST_ROWS or len(set(values)) < len(values):
        raise Http404("Not an order of criteria")
    return tuple(value if is_new(value) else _uuid(value) for value in values)


def _uuid(value: str) -> str:
    try:
        uuid = UUID(value)
    except ValueError as error:
        raise Http404("Not a criterion") from error
    if str(uuid) != value:
        raise Http404("Not a criterion")
    return value


def initial_of(content: RubricContent) -> dict[str, Any]:
    """The values of the form's fields by name."""
    return dict(_initial(content))


def _initial(content: RubricContent) -> Iterator[tuple[str, Any]]:
    yield "label", content.label
    yield "languages", list(content.languages)
    for name in VERSION_TEXTS:
        yield from _texts(f"t-{name}", content.texts.get(name, {}))
    yield from _initial_rules(content)
    for step in content.scale:
        yield f"s-{step.value}-key", step.key
        yield from _texts(f"s-{step.value}-label", step.label)
    for criterion in content.criteria:
        yield from _initial_criterion(f"c-{criterion.uuid}", criterion)


def _initial_rules(content: RubricContent) -> Iterator[tuple[str, Any]]:
    rules = content.rules
    for name in (
        "minimum_level",
        "parts_minimum_level",
        "distinction_level",
        "pooling",
    ):
        yield name, getattr(rules, name)
    for name in ("pass_mean", "parts_pass_mean", "distinction_mean", "points_to_pass"):
        yield name, shown(getattr(rules, name))


def _initial_criterion(
    prefix: str, criterion: CriterionContent
) -> Iterator[tuple[str, Any]]:
    for name in (
        *("weight", "is_gate", "needed_for_distinction"),
        *("rated_by", "key", "looks_at"),
    ):
        yield f"{prefix}-{name}", getattr(criterion, name)
    for name in CRITERION_TEXTS:
        yield from _texts(f"{prefix}-{name}", getattr(criterion, name))
    for value, texts in criterion.levels.items():
        yield from _texts(f"{prefix}-level{value}", texts)
    for value, points in criterion.points.items():
        yield f"{prefix}-points{value}", shown(points)


def _texts(name: str, texts: Texts) -> Iterator[tuple[str, Any]]:
    for language, text in texts.items():
        yield f"{name}-{language}", text
