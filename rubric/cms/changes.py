"""Puts a diff, faults and links into the words of the page that publishes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rubric.cms.reading import RULES
from rubric.content import VERSION_TEXTS, Fault, RubricContent, Texts
from rubric.diffing import (
    PartChange,
    RubricDiff,
    TextChange,
    ValueChange,
    diff,
)
from rubric.enums import Pooling, RatedBy
from rubric.languages import language_name
from rubric.models import Criterion, RubricVersion
from rubric.wording import Mark, Segment

CRITERION = re.compile(r"criteria\[(\d+)\](?:\.levels\.(\d+)|\.points\.(\d+)|\.(\w+))?")
STEP = re.compile(r"levels\[(\d+)\]")
COLUMNS = {path: field for field, path in VERSION_TEXTS.items()} | RULES
CHOICES: Mapping[str, Any] = {"rated_by": RatedBy, "pooling": Pooling}


@dataclass(frozen=True)
class ToldText:
    label: str
    language: str
    language_name: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class ToldValue:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldPart:
    """A criterion, a level's name or the version itself, and what differs in it."""

    name: str
    mark: Mark
    texts: list[ToldText]
    values: list[ToldValue]


@dataclass(frozen=True)
class Gate:
    """One thing that keeps the version from being published."""

    place: str
    language: str
    message: str


def told(old: RubricContent, new: RubricContent) -> list[ToldPart]:
    """What differs, in reading order: the version, its levels, its criteria."""
    changes = diff(old, new)
    return [
        part
        for part in (
            _version(changes, _names(old), _names(new)),
            *(_part(step, _step_name(step), ()) for step in changes.scale),
            *(
                _part(c, in_words(c.name) or c.key, _columns(c))
                for c in changes.criteria
            ),
        )
        if part.texts or part.values or part.mark != Mark.KEPT
    ]


def gates(faults: list[Fault], content: RubricContent) -> Iterator[Gate]:
    for fault in faults:
        path, _dot, end = fault.path.rpartition(".")
        if path and end in content.languages:
            yield Gate(place_of(path, content), language_name(end), fault.message)
        else:
            yield Gate(place_of(fault.path, content), "", fault.message)


def place_of(path: str, content: RubricContent) -> str:
    """Where a fault stands, in words: “Need, level 3”."""
    if path in COLUMNS:
        return column_name(RubricVersion, COLUMNS[path])
    if found := CRITERION.match(path):
        number, level, points, field = found.groups()
        criterion = content.criteria[int(number)]
        name = in_words(criterion.name) or criterion.key
        if level:
            return _("%(criterion)s, level %(level)s") % {
                "criterion": name,
                "level": level,
            }
        if points:
            return f"{name}, {_points_of(points)}"
        return f"{name}, {column_name(Criterion, field)}" if field else name
    if found := STEP.match(path):
        value = content.scale[int(found[1])].value
        return _("Name of level %(level)s") % {"level": value}
    known = {"levels": _("Levels"), "criteria": _("Criteria")}
    return known.get(path, path)


def in_words(texts: Texts) -> str:
    """A text in the reader's language, or in any."""
    language = (get_language() or "").split("-")[0]
    return texts.get(language) or next((t for t in texts.values() if t), "")


def column_name(model: Any, column: str) -> str:
    name = str(model._meta.get_field(column).verbose_name)
    return name[:1].upper() + name[1:]


def _names(content: RubricContent) -> dict[str, str]:
    return {c.key: in_words(c.name) or c.key for c in content.criteria}


def _version(
    changes: RubricDiff, old: Mapping[str, str], new: Mapping[str, str]
) -> ToldPart:
    values = [_value(v, column_name(RubricVersion, v.name)) for v in changes.values]
    if order := changes.order:
        before = ", ".join(old[key] for key in order.before)
        after = ", ".join(new[key] for key in order.after)
        values.append(ToldValue(_("Order of the criteria"), before, after))
    return ToldPart(
        name=_("Rubric"),
        mark=Mark.KEPT,
        texts=[
            _text(t, column_name(RubricVersion, str(t.part))) for t in changes.texts
        ],
        values=values,
    )


def _step_name(step: PartChange) -> str:
    return _("Name of level %(level)s") % {"level": step.key}


def _columns(part: PartChange) -> tuple[ValueChange, ...]:
    """What a person is to see: of a whole criterion that comes or goes its weight, and
    that it is a gate where it is one."""
    if part.mark == Mark.KEPT:
        return part.values
    weights = (v for v in part.values if v.name == "weight")
    gates = (v for v in part.values if v.name == "is_gate" and (v.before or v.after))
    return (*weights, *gates)


def _part(part: PartChange, name: str, values: tuple[ValueChange, ...]) -> ToldPart:
    return ToldPart(
        name=name,
        mark=part.mark,
        texts=[_text(text, _text_label(text)) for text in in_order(part.texts)],
        values=[_value(value, _value_label(value)) for value in values],
    )


def in_order(texts: Iterable[TextChange]) -> list[TextChange]:
    """Each part in the order of the site's languages, as in the editor."""
    places = {code: i for i, (code, _name) in enumerate(settings.LANGUAGES)}
    parts: dict[str | int, list[TextChange]] = {}
    for text in texts:
        parts.setdefault(text.part, []).append(text)
    last = len(places)
    return [
        text
        for part in parts.values()
        for text in sorted(part, key=lambda row: places.get(row.language, last))
    ]


def _text_label(text: TextChange) -> str:
    if isinstance(text.part, int):
        return _("Level %(level)s") % {"level": text.part}
    return _("Name") if text.part == "label" else column_name(Criterion, text.part)


def _value_label(value: ValueChange) -> str:
    if value.name == "level":
        return _("Level %(level)s") % {"level": value.level}
    if value.name == "points":
        return _points_of(value.level)
    return column_name(Criterion, value.name)


def _points_of(level: object) -> str:
    return _("Points of level %(level)s") % {"level": level}


def _text(text: TextChange, label: str) -> ToldText:
    return ToldText(label, text.language, language_name(text.language), text.segments)


def _value(value: ValueChange, label: str) -> ToldValue:
    return ToldValue(
        label, _shown(value.name, value.before), _shown(value.name, value.after)
    )


def _shown(name: str, value: Any) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "languages":
        return ", ".join(language_name(code) for code in value)
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Decimal):
        # 2.5 and not 2.5000.
        return number_format(Decimal(format(value.normalize(), "f")))
    return str(value) if isinstance(value, str) else number_format(value)
