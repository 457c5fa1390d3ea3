"""What a certificate states, frozen per language when it is issued.

The host writes the texts; nothing here is read again from live data.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

MAX_COUNTS = 4
FACT_ROWS = (
    "organiser",
    "learner_organisation",
    "partner",
    "participation_form",
    "workload",
    "assessment",
    "framework_level",
    "quality_assurance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure and the words under it: '27 h', 'of work'."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReached:
    """One criterion of the rubric and the level that was reached on it.

    `criterion` and `level` are the uuids of the rubric's rows as texts; `levels` are all
    levels of the criterion, lowest first, as (uuid, value, label) triples.
    """

    criterion: str
    name: str
    level: str
    value: int
    label: str
    levels: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSet:
    """The facts in one language. An empty text leaves its row out."""

    course: str
    hours: int
    issued_on: date
    organiser: str
    country: str = ""
    outcomes: tuple[str, ...] = ()
    learner_organisation: str = ""
    participation_form: str = ""
    workload: str = ""
    assessment: str = ""
    framework_level: str = ""
    quality_assurance: str = ""
    counts: tuple[Count, ...] = ()
    innovation: str = ""
    rubric_version: str = ""
    partner: str = ""
    levels: tuple[LevelReached, ...] = ()

    def __post_init__(self) -> None:
        if len(self.counts) > MAX_COUNTS:
            raise ValueError(f"A certificate shows at most {MAX_COUNTS} counts.")


def to_json(facts: FactSet) -> dict[str, Any]:
    data = asdict(facts)
    return data | {
        "issued_on": facts.issued_on.isoformat(),
        "outcomes": list(facts.outcomes),
        "counts": [asdict(count) for count in facts.counts],
        "levels": [asdict(level) for level in facts.levels],
    }


def from_json(data: Mapping[str, Any]) -> FactSet:
    """Read stored facts; a field that was added later keeps its default."""
    known = {field.name for field in fields(FactSet)} & set(data)
    values = {name: data[name] for name in known}
    values["issued_on"] = date.fromisoformat(values["issued_on"])
    values["outcomes"] = tuple(values.get("outcomes", ()))
    values["counts"] = tuple(Count(**count) for count in values.get("counts", ()))
    values["levels"] = tuple(_level(level) for level in values.get("levels", ()))
    return FactSet(**values)


def _level(data: Mapping[str, Any]) -> LevelReached:
    scale = tuple((uuid, value, label) for uuid, value, label in data.get("levels", ()))
    return LevelReached(**{**data, "levels": scale})


def scale_of(facts: FactSet) -> dict[int, str]:
    """The words of the levels by their numbers; none where the criteria differ in them."""
    scales = {
        tuple((value, label) for _uuid, value, label in row.levels)
        for row in facts.levels
    }
    return {n: label for n, label in scales.pop() if label} if len(scales) == 1 else {}


def texts_of(facts: FactSet) -> dict[str, str]:
    """Every text that is printed, by its place: `organiser`, `outcomes.0`, `counts.1.label`,
    `scale.2`, where the number is that of the level."""
    plain = ("course", "country", "innovation", *FACT_ROWS)
    texts = {name: getattr(facts, name) for name in plain}
    texts |= {f"outcomes.{n}": text for n, text in enumerate(facts.outcomes)}
    for n, count in enumerate(facts.counts):
        texts |= {f"counts.{n}.value": count.value, f"counts.{n}.label": count.label}
    texts |= {f"levels.{n}.name": level.name for n, level in enumerate(facts.levels)}
    texts |= {f"scale.{value}": label for value, label in scale_of(facts).items()}
    return {place: text for place, text in texts.items() if text}


def with_texts(facts: FactSet, texts: Mapping[str, str]) -> FactSet:
    """The facts with other texts in the given places; an emptied outcome goes."""
    now = texts_of(facts) | dict(texts)
    outcomes = [now.get(f"outcomes.{n}", "") for n in range(len(facts.outcomes))]
    counts = tuple(
        Count(value=now[f"counts.{n}.value"], label=now.get(f"counts.{n}.label", ""))
        for n in range(len(facts.counts))
        if now.get(f"counts.{n}.value")
    )
    words = {n: now.get(f"scale.{n}", "") for n in scale_of(facts)}
    levels = tuple(
        replace(
            level,
            name=now.get(f"levels.{n}.name", ""),
            label=words.get(level.value, level.label),
            levels=tuple((uuid, v, words.get(v, w)) for uuid, v, w in level.levels),
        )
        for n, level in enumerate(facts.levels)
    )
    plain: dict[str, Any] = {k: text for k, text in now.items() if "." not in k}
    return replace(
        facts,
        outcomes=tuple(filter(None, outcomes)),
        counts=counts,
        levels=levels,
        **plain,
    )
