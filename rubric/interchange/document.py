"""Our own file format of a rubric (`schema: rubric/1`) read into plain values."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rubric.content import (
    WEIGHTS_SUM,
    CriterionContent,
    Fault,
    RubricContent,
    RuleContent,
    ScaleContent,
    Texts,
    faults_of,
)
from rubric.exceptions import FaultyRubric
from rubric.interchange.fields import LANGUAGE, Reader, used_languages

SCHEMA = "rubric/1"
#: `status`, `stages`, `source_keys`, `feeds_from` and `sources` are notes for others.
TOP = (
    *("schema", "id", "version", "languages", "title", "purpose", "assessor_note"),
    *("levels", "not_assessable", "rules", "criteria"),
    *("status", "stages", "source_keys"),
)
RULES = (
    *("scale", "weights_sum", "aggregate", "all_criteria_required", "minimum_level"),
    *("gate_criteria", "pass_mean", "parts", "choose_level", "not_assessable"),
    *("distinction", "text", "disclaimer"),
)
CRITERION = (
    *("id", "order", "weight", "gate", "name", "question", "levels"),
    *("feeds_from", "sources"),
)
NOT_ASSESSABLE = {
    "counts_as": "below_minimum",
    "in_gate_criterion": "gate_not_met",
    "mean": "information_only",
    "nothing_rated": "no_mean",
}
AT_LEAST = re.compile(r"at_least_(\d)")
MOST_LEVELS, MOST_CRITERIA = 10, 60


class ReadRubric(NamedTuple):
    slug: str
    content: RubricContent


class _Marks(NamedTuple):
    """Keys of criteria that the rules single out."""

    gates: list[str]
    distinguished: list[str]


def read_rubric(data: Any) -> ReadRubric:
    """Read the file's data; raises `FaultyRubric` that names every fault."""
    read = Reader()
    top = read.mapping(data, "", TOP)
    if not top:
        raise FaultyRubric([Fault("file", _("must be a mapping"))])
    if top.get("schema") != SCHEMA:
        read.fault("schema", _("must be “%(schema)s”") % {"schema": SCHEMA})
    slug = read.key(top.get("id"), "id", 100)
    rules = read.mapping(top.get("rules"), "rules", RULES)
    rule_values, marks = _rules(read, rules)
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
    )
    _unsupported(read, rules, len(scale))
    faults = list(dict.fromkeys([*read.faults, *faults_of(content)]))
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


def _criteria(read: Reader, rows: Any, marks: _Marks) -> tuple[CriterionContent, ...]:
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


def _criterion(read: Reader, row: Any, i: int, marks: _Marks) -> CriterionContent:
    path = f"criteria[{i}]"
    values = read.mapping(row, path, CRITERION)
    key = read.key(values.get("id"), f"{path}.id", 60)
    is_gate = key in marks.gates
    if "gate" in values and read.flag(values["gate"], f"{path}.gate") != is_gate:
        read.fault(f"{path}.gate", _("rules.gate_criteria says otherwise"))
    return CriterionContent(
        key=key,
        sort_order=read.whole(
            values.get("order", i + 1), f"{path}.order", least=1, most=1000
        ),
        weight=read.whole(
            values.get("weight"), f"{path}.weight", least=1, most=WEIGHTS_SUM
        ),
        is_gate=is_gate,
        needed_for_distinction=key in marks.distinguished,
        name=read.texts(values.get("name"), f"{path}.name"),
        question=read.texts(values.get("question"), f"{path}.question"),
        levels=_descriptors(read, values.get("levels"), f"{path}.levels"),
    )


def _descriptors(read: Reader, rows: Any, path: str) -> dict[int, Texts]:
    found: dict[int, Texts] = {}
    for key, texts in read.mapping(rows, path).items():
        value = int(key) if str(key).isdecimal() and len(str(key)) < 3 else None
        if value is None or isinstance(key, bool) or value in found:
            read.fault(f"{path}.{key}", _("must be the number of a level, once"))
        else:
            found[value] = read.texts(texts, f"{path}.{value}")
    return found


def _rules(read: Reader, rules: dict[Any, Any]) -> tuple[RuleContent, _Marks]:
    parts = read.mapping(
        rules.get("parts"), "rules.parts", ("minimum_level", "pass_mean")
    )
    distinction: dict[Any, Any] = {}
    if rules.get("distinction") is not None:
        distinction = read.mapping(rules["distinction"], "rules.distinction")
    level, distinguished = _distinction(read, distinction)
    bounds: dict[str, Any] = {"least": 1, "most": MOST_LEVELS}
    content = RuleContent(
        minimum_level=read.whole(
            rules.get("minimum_level"), "rules.minimum_level", **bounds
        ),
        pass_mean=read.decimal(rules.get("pass_mean"), "rules.pass_mean"),
        parts_minimum_level=read.whole(
            parts.get("minimum_level"), "rules.parts.minimum_level", **bounds
        ),
        parts_pass_mean=(
            read.decimal(parts["pass_mean"], "rules.parts.pass_mean")
            if parts.get("pass_mean") is not None
            else None
        ),
        distinction_mean=(
            read.decimal(distinction.get("mean"), "rules.distinction.mean")
            if distinction
            else None
        ),
        distinction_level=level,
    )
    return content, _Marks(_keys(read, rules, "gate_criteria", "rules"), distinguished)


def _distinction(read: Reader, distinction: dict[Any, Any]) -> tuple[int, list[str]]:
    level, keys = 1, []
    for name in distinction:
        if match := AT_LEAST.fullmatch(str(name)):
            level = int(match[1])
            keys = _keys(read, distinction, name, "rules.distinction")
        elif name not in ("requires", "mean"):
            read.fault(f"rules.distinction.{name}", _("unknown key"))
    read.only(distinction.get("requires"), "rules.distinction.requires", "passed")
    return level, keys


def _keys(read: Reader, values: dict[Any, Any], name: str, path: str) -> list[str]:
    if values.get(name) is None or values[name] == []:
        return []
    rows = read.sequence(values[name], f"{path}.{name}", MOST_CRITERIA)
    return [read.key(key, f"{path}.{name}[{i}]", 60) for i, key in enumerate(rows)]


def _unsupported(read: Reader, rules: dict[Any, Any], levels: int) -> None:
    """What the file may state but not choose."""
    wanted = {"min": 1, "max": levels, "step": 1}
    if rules.get("scale") is not None:
        scale = read.mapping(rules["scale"], "rules.scale", wanted)
        for key, value in wanted.items():
            read.only(scale.get(key), f"rules.scale.{key}", value)
    read.only(rules.get("weights_sum"), "rules.weights_sum", WEIGHTS_SUM)
    read.only(rules.get("aggregate"), "rules.aggregate", "weighted_mean")
    read.only(rules.get("all_criteria_required"), "rules.all_criteria_required", True)
    states = rules.get("not_assessable")
    for key, only in NOT_ASSESSABLE.items():
        if isinstance(states, dict):
            read.only(states.get(key), f"rules.not_assessable.{key}", only)
