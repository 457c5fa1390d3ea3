"""What changed between two contents of a rubric (pure).

The name of a version is no content: every version has its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    ScaleContent,
    Texts,
)
from rubric.wording import Mark, Segment, word_diff

#: Columns of a criterion that are no texts.
CRITERION_VALUES = ("weight", "is_gate", "needed_for_distinction", "rated_by")


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text in one language. `part` is a field's name or, of a level, its value."""

    part: str | int
    language: str
    segments: tuple[Segment, ...]

    @property
    def before(self) -> str:
        return "".join(s.text for s in self.segments if s.mark != Mark.ADDED)

    @property
    def after(self) -> str:
        return "".join(s.text for s in self.segments if s.mark != Mark.REMOVED)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What is no text: None where there was or is nothing. `level` tells whose points
    they are."""

    name: str
    before: Any
    after: Any
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class PartChange:
    """A criterion, or a name of a level, that was changed, added or removed.

    `mark` KEPT means that it stands in both. `place` is where it stands now, from 1;
    None when it is gone.
    """

    mark: Mark
    uuid: UUID | None = None
    key: str
    name: Texts
    place: int | None
    texts: tuple[TextChange, ...] = ()
    values: tuple[ValueChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.mark != Mark.KEPT or self.texts or self.values)


@dataclass(frozen=True, kw_only=True)
class RubricDiff:
    texts: tuple[TextChange, ...] = ()
    values: tuple[ValueChange, ...] = ()
    scale: tuple[PartChange, ...] = ()
    criteria: tuple[PartChange, ...] = ()
    #: Keys of the criteria that stand in both, where their order is another.
    order: ValueChange | None = None

    def __bool__(self) -> bool:
        return bool(
            self.texts or self.values or self.scale or self.criteria or self.order
        )


def diff(old: RubricContent, new: RubricContent) -> RubricDiff:
    """Everything that differs; false when nothing does."""
    criteria = _pairs(old.criteria, new.criteria)
    steps = _scale_pairs(old.scale, new.scale)
    return RubricDiff(
        texts=tuple(_texts_changes(old.texts, new.texts, tuple(VERSION_TEXTS))),
        values=tuple(_rubric_values(old, new)),
        scale=tuple(filter(None, (_step(*pair) for pair in steps))),
        criteria=tuple(filter(None, (_criterion(*pair) for pair in criteria))),
        order=_order(old.criteria, new.criteria),
    )


def same_wording(old: CriterionContent, new: CriterionContent) -> bool:
    """Whether people read the same: name, question and what each level shows."""
    return (old.name, old.question, old.levels) == (new.name, new.question, new.levels)


def identity(criterion: CriterionContent) -> UUID | str:
    """What stays the same from version to version."""
    return criterion.uuid or criterion.key


def _text_changes(part: str | int, old: Texts, new: Texts) -> Iterator[TextChange]:
    for language in dict.fromkeys([*old, *new]):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield TextChange(part, language, word_diff(before, after))


def _texts_changes(
    old: Mapping[Any, Texts], new: Mapping[Any, Texts], parts: Sequence[str | int]
) -> Iterator[TextChange]:
    for part in parts:
        yield from _text_changes(part, old.get(part, {}), new.get(part, {}))


def _rubric_values(old: RubricContent, new: RubricContent) -> Iterator[ValueChange]:
    yield from _changed("languages", old.languages, new.languages)
    for field in fields(old.rules):
        before, after = getattr(old.rules, field.name), getattr(new.rules, field.name)
        yield from _changed(field.name, before, after)


def _changed(
    name: str, before: Any, after: Any, level: int | None = None
) -> Iterator[ValueChange]:
    if before != after:
        yield ValueChange(name, before, after, level)


#: Old, new, whichever there is, and its place now.
type Pair[T] = tuple[T | None, T | None, T, int | None]


def _pairs(
    old: Sequence[CriterionContent], new: Sequence[CriterionContent]
) -> Iterator[Pair[CriterionContent]]:
    """Old and new of each criterion: those of the new content in its order, then those
    that are gone."""
    before = {identity(criterion): criterion for criterion in old}
    for place, criterion in enumerate(new, start=1):
        yield before.pop(identity(criterion), None), criterion, criterion, place
    for gone in before.values():
        yield gone, None, gone, None


def _scale_pairs(
    old: Sequence[ScaleContent], new: Sequence[ScaleContent]
) -> Iterator[Pair[ScaleContent]]:
    before = {step.value: step for step in old}
    for step in new:
        yield before.pop(step.value, None), step, step, step.value
    for gone in before.values():
        yield gone, None, gone, None


def _mark(old: Any, new: Any) -> Mark:
    if old is None:
        return Mark.ADDED
    return Mark.REMOVED if new is None else Mark.KEPT


def _step(
    old: ScaleContent | None,
    new: ScaleContent | None,
    some: ScaleContent,
    place: int | None,
) -> PartChange:
    return PartChange(
        mark=_mark(old, new),
        key=str(some.value),
        name=some.label,
        place=place,
        texts=tuple(
            _text_changes("label", old.label if old else {}, new.label if new else {})
        ),
        values=tuple(_changed("key", old and old.key, new and new.key)),
    )


def _criterion(
    old: CriterionContent | None,
    new: CriterionContent | None,
    some: CriterionContent,
    place: int | None,
) -> PartChange:
    return PartChange(
        mark=_mark(old, new),
        uuid=some.uuid,
        key=some.key,
        name=some.name,
        place=place,
        texts=tuple(_criterion_texts(old, new)),
        values=tuple(_criterion_values(old, new)),
    )


def _criterion_texts(
    old: CriterionContent | None, new: CriterionContent | None
) -> Iterator[TextChange]:
    for part in ("name", "question"):
        yield from _text_changes(
            part, getattr(old, part) if old else {}, getattr(new, part) if new else {}
        )
    before, after = old.levels if old else {}, new.levels if new else {}
    yield from _texts_changes(before, after, sorted({*before, *after}))


def _criterion_values(
    old: CriterionContent | None, new: CriterionContent | None
) -> Iterator[ValueChange]:
    for name in ("key", *CRITERION_VALUES, "looks_at"):
        before = getattr(old, name) if old else None
        after = getattr(new, name) if new else None
        yield from _changed(name, before, after)
    before, after = old.points if old else {}, new.points if new else {}
    for level in sorted({*before, *after}):
        yield from _changed("points", before.get(level), after.get(level), level)
    # A level without a text is a level all the same.
    was, is_now = set(old.levels if old else ()), set(new.levels if new else ())
    for level in sorted(was ^ is_now):
        yield ValueChange("level", level in was, level in is_now, level)


def _order(
    old: Sequence[CriterionContent], new: Sequence[CriterionContent]
) -> ValueChange | None:
    common = {identity(c) for c in old} & {identity(c) for c in new}
    before = [c for c in old if identity(c) in common]
    after = [c for c in new if identity(c) in common]
    if [identity(c) for c in before] == [identity(c) for c in after]:
        return None
    return ValueChange(
        "order", tuple(c.key for c in before), tuple(c.key for c in after)
    )
