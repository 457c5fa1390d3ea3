"""Our own file format of a rubric (`schema: rubric/1`) read into plain values."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rubric.content import (
    WEIGHTS_SUM,
    CriterionContent,
    Fault,
    RubricContent,
    ScaleContent,
    Texts,
    faults_of,
)
from rubric.drafts import LANGUAGE, MOST_CRITERIA, MOST_LEVELS, MOST_ORDER
from rubric.enums import RatedBy
from rubric.exceptions import FaultyRubric
from rubric.interchange.fields import Reader, used_languages
from rubric.interchange.fitness import unfit_for_a_draft
from rubric.interchange.rules import (
    NOT_ASSESSABLE,
    RULES,
    Marks,
    note_unsupported,
    read_points,
    read_rules,
)

SCHEMA = "rubric/1"
#: `status`, `stages`, `source_keys` and `sources` are notes for others.
TOP = (
    *("schema", "id", "version", "languages", "title", "purpose", "assessor_note"),
    *("levels", "not_assessable", "rules", "criteria"),
    *("status", "stages", "source_keys", "source"),
)
CRITERION = (
    *("id", "order", "weight", "gate", "name", "question", "levels"),
    *("feeds_from", "sources"),
    *("uuid", "rated_by", "points", "source", "level_sources"),
)


class ReadRubric(NamedTuple):
    slug: str
    content: RubricContent


def read_rubric(data: Any, *, draft: bool = False) -> ReadRubric:
    """Read the file's data; raises `FaultyRubric` that names every fault.

    For a draft, texts may be missing and weights need not add up: what keeps it from
    being published is asked when that is tried.
    """
    read = Reader(draft=draft)
    top = read.mapping(data, "", TOP)
    if not top:
        raise FaultyRubric([Fault("file", _("must be a mapping"))])
    if top.get("schema") != SCHEMA:
        read.fault("schema", _("must be “%(schema)s”") % {"schema": SCHEMA})
    slug = read.key(top.get("id"), "id", 100)
    rules = read.mapping(top.get("rules"), "rules", RULES)
    rule_values, marks = read_rules(read, rules)
    texts = _texts(read, top, rules)
    scale = tuple(
        _scale_step(read, row, f"levels[{i}]")
        for i, row in enumerate(read.sequence(top.get("levels"), "levels", MOST_LEVELS))
    )
    criteria = _criteria(read, top.get("criteria"), marks)
    content = RubricContent(
        label=_label(read, top.get("version")),
        languages=_languages(read, top, _every_text(texts, scale, criteria)),
        texts=texts,
        rules=rule_values,
        scale=scale,
        criteria=criteria,
        source=read.foreign(top.get("source"), "source"),
    )
    note_unsupported(read, rules, len(scale))
    wanting = unfit_for_a_draft(content) if draft else faults_of(content)
    faults = list(dict.fromkeys([*read.faults, *wanting]))
    if faults:
        raise FaultyRubric(_without_echoes(faults))
    in_order = sorted(content.criteria, key=lambda criterion: criterion.sort_order)
    return ReadRubric(slug, replace(content, criteria=tuple(in_order)))


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """Leave out a missing text whose whole mapping is already named as faulty."""
    named = {fault.path for fault in faults if fault.message != _("missing text")}
    return [
        fault
        for fault in faults
        if fault.message != _("missing text")
        or not (fault.path in named or fault.path.rpartition(".")[0] in named)
    ]


def _label(read: Reader, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        read.fault("version", _('must be text in quotes, for example "1.0"'))
        return ""
    return read.text(value, "version", 20)


def _texts(
    read: Reader, top: dict[Any, Any], rules: dict[Any, Any]
) -> dict[str, Texts]:
    not_assessable = read.mapping(
        rules.get("not_assessable"),
        "rules.not_assessable",
        (*NOT_ASSESSABLE, "text"),
    )
    return {
        "title": read.texts(top.get("title"), "title"),
        "purpose": read.texts(top.get("purpose"), "purpose"),
        "assessor_note": read.texts(top.get("assessor_note"), "assessor_note"),
        "not_assessable_label": read.texts(
            top.get("not_assessable"), "not_assessable", ["key"]
        ),
        "choose_level": read.texts(rules.get("choose_level"), "rules.choose_level"),
        "not_assessable_text": read.texts(
            not_assessable.get("text"), "rules.not_assessable.text"
        ),
        "rules_text": read.texts(rules.get("text"), "rules.text"),
        "disclaimer": read.texts(rules.get("disclaimer"), "rules.disclaimer"),
    }


def _languages(
    read: Reader, top: dict[Any, Any], texts: Iterable[Texts]
) -> tuple[str, ...]:
    """The list that the file gives, or else every language used anywhere in it."""
    if "languages" not in top:
        return used_languages(texts)
    listed = read.sequence(top["languages"], "languages", 20)
    for i, language in enumerate(listed):
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            read.fault(f"languages[{i}]", _("is not a language"))
    return tuple(dict.fromkeys(str(language) for language in listed))


def _every_text(
    texts: dict[str, Texts],
    scale: tuple[ScaleContent, ...],
    criteria: tuple[CriterionContent, ...],
) -> Iterable[Texts]:
    yield from texts.values()
    yield from (step.label for step in scale)
    for criterion in criteria:
        yield from (criterion.name, criterion.question, *criterion.levels.values())


def _scale_step(read: Reader, row: Any, path: str) -> ScaleContent:
    values = read.mapping(row, path)
    return ScaleContent(
        value=read.whole(
            values.get("value"), f"{path}.value", least=1, most=MOST_LEVELS
        ),
        key=read.key(values.get("key"), f"{path}.key", 40),
        label=read.texts(values, path, ["value", "key"]) if values else {},
    )


def _criteria(read: Reader, rows: Any, marks: Marks) -> tuple[CriterionContent, ...]:
    criteria = tuple(
        _criterion(read, row, i, marks)
        for i, row in enumerate(read.sequence(rows, "criteria", MOST_CRITERIA))
    )
    keys = {criterion.key for criterion in criteria}
    for path, named in (
        ("rules.gate_criteria", marks.gates),
        ("rules.distinction", marks.distinguished),
    ):
        for key in named:
            if key not in keys:
                read.fault(path, _("there is no criterion “%(key)s”") % {"key": key})
    return criteria


def _criterion(read: Reader, row: Any, i: int, marks: Marks) -> CriterionContent:
    path = f"criteria[{i}]"
    values = read.mapping(row, path, CRITERION)

    def by_level[T](name: str, one: Callable[[Any, str], T]) -> dict[int, T]:
        place, needed = f"{path}.{name}", name == "levels"
        rows = _by_level(read, values.get(name), place, needed=needed)
        return {value: one(row, f"{place}.{value}") for value, row in rows.items()}

    key = read.key(values.get("id"), f"{path}.id", 60)
    is_gate = key in marks.gates
    if "gate" in values and read.flag(values["gate"], f"{path}.gate") != is_gate:
        read.fault(f"{path}.gate", _("rules.gate_criteria says otherwise"))
    return CriterionContent(
        key=key,
        sort_order=read.whole(
            values.get("order", i + 1), f"{path}.order", least=0, most=MOST_ORDER
        ),
        weight=read.whole(
            values.get("weight"), f"{path}.weight", least=1, most=WEIGHTS_SUM
        ),
        is_gate=is_gate,
        needed_for_distinction=key in marks.distinguished,
        looks_at=tuple(read.keys(values.get("feeds_from"), f"{path}.feeds_from")),
        name=read.texts(values.get("name"), f"{path}.name"),
        question=read.texts(values.get("question"), f"{path}.question"),
        levels=by_level("levels", read.texts),
        points=by_level("points", partial(read_points, read)),
        rated_by=read.choice(
            values.get("rated_by"), f"{path}.rated_by", RatedBy.values
        ),
        uuid=read.uuid(values.get("uuid"), f"{path}.uuid"),
        source=read.foreign(values.get("source"), f"{path}.source"),
        level_sources=by_level("level_sources", read.foreign),
    )


def _by_level(
    read: Reader, rows: Any, path: str, *, needed: bool = True
) -> dict[int, Any]:
    """What a mapping gives for each level; a file may write 1 or "1"."""
    found: dict[int, Any] = {}
    if not needed and rows in (None, {}):
        return found
    for key, value in read.mapping(rows, path).items():
        text = str(key)
        usable = text.isascii() and text.isdecimal() and len(text) < 3
        level = int(text) if usable else None
        if level is None or isinstance(key, bool) or level in found:
            read.fault(f"{path}.{key}", _("must be the number of a level, once"))
        else:
            found[level] = value
    return found
