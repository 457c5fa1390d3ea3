"""What templates need to show a criterion: its levels as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from i18nfield.strings import LazyI18nString

from rubric.models import Criterion, RubricVersion

#: Layers that the level mark has.
MARKS = 4


@dataclass(frozen=True)
class Rung:
    value: int
    label: LazyI18nString
    descriptor: LazyI18nString
    mark: str
    is_now: bool = False
    is_next: bool = False


def rungs_of(
    criterion: Criterion, *, now: int | None = None, next_level: int | None = None
) -> list[Rung]:
    """The levels of a criterion, with the one reached and the one to aim at marked.

    Unless it is given, the next level is the one above `now`; there is none above the
    highest, and none when nothing is reached yet.
    """
    labels = labels_of(criterion.version)
    levels = list(criterion.levels.all())
    top = max((level.value for level in levels), default=MARKS)
    if next_level is None and now is not None:
        next_level = now + 1
    return [
        Rung(
            value=level.value,
            label=labels.get(level.value, LazyI18nString({})),
            descriptor=level.descriptor,
            mark=mark_name(level.value, top, is_next=level.value == next_level),
            is_now=level.value == now,
            is_next=level.value == next_level,
        )
        for level in levels
    ]


def labels_of(version: RubricVersion) -> dict[int, LazyI18nString]:
    """The names of the levels; asked once for each version in memory."""
    labels: dict[int, LazyI18nString] | None = getattr(version, "_labels", None)
    if labels is None:
        labels = {step.value: step.label for step in version.scale.all()}
        version._labels = labels
    return labels


def mark_name(value: int, top: int = MARKS, *, is_next: bool = False) -> str:
    """The symbol in the page's sprite: `lv2`, or `lv1n` for a second level that is
    the next one. A scale of another length is drawn on the four layers."""
    layers = -(-value * MARKS // max(top, 1)) if value else 0
    layers = min(layers, MARKS)
    return f"lv{max(layers - 1, 0)}n" if is_next else f"lv{layers}"


def share_version(criteria: Iterable[Criterion], version: RubricVersion) -> None:
    """Let criteria that were fetched apart use one version in memory, so that its
    labels are asked only once."""
    for criterion in criteria:
        if criterion.version_id == version.pk:
            criterion.version = version


def language_shown(text: Any) -> str:
    """The language in which a text will be shown, or '' when it is not known."""
    data = getattr(text, "data", None)
    if not isinstance(data, dict):
        return ""
    active = translation.get_language() or settings.LANGUAGE_CODE
    for language in (active, active.partition("-")[0], settings.LANGUAGE_CODE, *data):
        if data.get(language):
            return str(language)
    return ""
