"""Sample descriptions (`schema: samples/1`) read into plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.drafts import LANGUAGE
from rubric.exceptions import FaultyRubric
from rubric.interchange.fields import Reader

SCHEMA = "samples/1"
MOST_SAMPLES = 500


@dataclass(frozen=True)
class Sample:
    slug: str
    #: Values of the row by the name of the column.
    columns: Mapping[str, Any]
    #: A level or None, which is "not assessable", by the criterion's key.
    levels: Mapping[str, int | None]
    rationales: Mapping[str, str]


def read_samples(data: Any, scale: Mapping[str, Collection[int]]) -> list[Sample]:
    """`scale` holds the levels of each criterion. Raises `FaultyRubric`."""
    read = Reader()
    top = read.mapping(data, "")
    if top.get("schema") != SCHEMA:
        raise FaultyRubric(
            [Fault("schema", _("must be “%(schema)s”") % {"schema": SCHEMA})]
        )
    rows = read.sequence(top.get("samples"), "samples", MOST_SAMPLES)
    fictional = read.flag(top.get("fictional", False), "fictional")
    samples = [
        _sample(read, row, f"samples[{i}]", scale, fictional)
        for i, row in enumerate(rows)
    ]
    slugs = [sample.slug for sample in samples]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        read.fault("samples", _("the key “%(key)s” is given twice") % {"key": slug})
    if read.faults:
        raise FaultyRubric(read.faults)
    return samples


def _sample(
    read: Reader,
    row: Any,
    path: str,
    scale: Mapping[str, Collection[int]],
    fictional: bool,
) -> Sample:
    values = read.mapping(row, path)
    language = values.get("lang")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        read.fault(f"{path}.lang", _("is not a language"))
    return Sample(
        slug=read.key(values.get("id"), f"{path}.id", 100),
        columns={
            "language": language,
            "band": read.text(values.get("band", ""), f"{path}.band", 20),
            "stage": read.text(values.get("stage", ""), f"{path}.stage", 20),
            "use": read.text(values.get("use", ""), f"{path}.use", 30),
            "organisation": read.text(
                values.get("organisation", ""), f"{path}.organisation", 200
            ),
            "is_fictional": fictional,
            "fields": _texts(read, values.get("fields"), f"{path}.fields"),
            "faults": read.keys(values.get("faults"), f"{path}.faults"),
            "note": read.text(values.get("learner_note", ""), f"{path}.learner_note"),
        },
        levels=_levels(read, values.get("levels"), f"{path}.levels", scale),
        rationales=_texts(read, values.get("comments") or {}, f"{path}.comments"),
    )


def _texts(read: Reader, value: Any, path: str) -> dict[str, str]:
    rows = read.mapping(value, path) if value != {} else {}
    return {str(key): read.text(text, f"{path}.{key}") for key, text in rows.items()}


def _levels(
    read: Reader, value: Any, path: str, scale: Mapping[str, Collection[int]]
) -> dict[str, int | None]:
    rows = read.mapping(value, path, scale)
    for key in scale:
        if key not in rows:
            read.fault(f"{path}.{key}", _("is missing"))
        elif rows[key] is not None and (
            type(rows[key]) is not int or rows[key] not in scale[key]
        ):
            read.fault(f"{path}.{key}", _("the scale has no such level"))
    return {key: rows[key] for key in scale if key in rows}
