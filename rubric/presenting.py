"""What templates need to show a criterion: its levels as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from i18nfield.strings import LazyI18nString

from rubric.drawing import SHAPES, ProfileChart, Series
from rubric.models import Assessment, Criterion, RubricVersion
from rubric.profile import Rated, Row, profile_chart

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


def next_rung(criterion: Criterion, level: int | None) -> Rung | None:
    """The level above; the lowest where nothing is reached, None above the highest."""
    above = [rung for rung in rungs_of(criterion) if rung.value > (level or 0)]
    return above[0] if above else None


@dataclass(frozen=True)
class Column:
    """One assessment in a profile. `levels` goes by the key of the criterion: a level,
    None for "not assessable"; a criterion not rated is absent."""

    label: str
    levels: Mapping[str, int | None]


@dataclass(frozen=True)
class ProfileRow:
    criterion: Criterion
    #: For each column: a level, None for "not assessable", "" when not rated.
    values: tuple[int | str | None, ...]


@dataclass(frozen=True)
class Profile:
    """Several assessments by the same criteria: a drawing, and a table that says the
    same."""

    version: RubricVersion
    columns: tuple[Column, ...]
    rows: tuple[ProfileRow, ...]

    @cached_property
    def chart(self) -> ProfileChart:
        labels = labels_of(self.version)
        return profile_chart(
            rows=[
                Row(str(row.criterion.name), tuple(_cell(v) for v in row.values))
                for row in self.rows
            ],
            series=[
                Series(column.label, SHAPES[i % len(SHAPES)], joined=True)
                for i, column in enumerate(self.columns)
            ],
            scale=[(value, str(label)) for value, label in labels.items()],
            minimum=self.version.minimum_level,
        )


def profile_of(
    *, version: RubricVersion, criteria: Iterable[Criterion], columns: Sequence[Column]
) -> Profile:
    """Columns side by side, in the order given; more than six share shapes."""
    rows = tuple(
        ProfileRow(c, tuple(column.levels.get(c.key, "") for column in columns))
        for c in criteria
    )
    return Profile(version, tuple(columns), rows)


def column_of(assessment: Assessment, label: str = "") -> Column:
    """Fetch the assessment `with_ratings()` first; named by its kind unless `label`
    says otherwise."""
    levels = {
        rating.criterion.key: rating.level.value if rating.level else None
        for rating in assessment.ratings.all()
    }
    return Column(label or str(assessment.get_kind_display()), levels)


def _cell(value: int | str | None) -> tuple[Rated, ...]:
    return (Rated(value),) if isinstance(value, int) else ()
