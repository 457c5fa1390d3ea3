"""Answers of the demo's teams as the fields that a learner would fill."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from courses.enums import PartKind
from courses.models import Exercise

ANSWERS = Path(__file__).with_name("answers.yaml")


@cache
def written_answers() -> dict[str, dict[str, Any]]:
    """{team: {exercise key: answer}} of answers.yaml."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(ANSWERS.read_text("utf-8"))
    return loaded


@cache
def samples() -> dict[str, dict[str, Any]]:
    """{sample id: sample} of the rubric's sample descriptions."""
    source = resources.files("rubric") / "data" / "esimerkkikuvaukset.yaml"
    loaded = yaml.safe_load(source.read_text("utf-8"))
    return {sample["id"]: sample for sample in loaded["samples"]}


def draft_fields(exercise: Exercise, answer: dict[str, Any]) -> dict[str, str]:
    """An answer of answers.yaml as {draft field key: text}."""
    fields = {key: text for key, text in answer.items() if isinstance(text, str)}
    fields |= answer.get("fields", {}) | answer.get("lead", {})
    columns = [p.key for p in exercise.parts.all() if p.kind == PartKind.COLUMN]
    for number, row in enumerate(answer.get("rows", ()), start=1):
        fields |= {
            f"{column}.{number}": cell
            for column, cell in zip(columns, row, strict=True)
        }
    return {key: text.strip() for key, text in fields.items()}
