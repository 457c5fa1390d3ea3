"""The difference between the rows of a draft and a content, and how it is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import ProtectedError

from rubric.content import VERSION_TEXTS, CriterionContent, RubricContent
from rubric.exceptions import CriterionInUse, ForeignCriterion
from rubric.models import Criterion, Level, RubricVersion, ScaleLabel
from rubric.services.drafting import (
    criterion_columns,
    level_columns,
    rule_columns,
    text_columns,
)


@dataclass
class Rows[M: models.Model]:
    """What is to be done with the rows of one table."""

    model: type[M]
    added: list[M] = field(default_factory=list)
    changed: list[M] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    gone: list[M] = field(default_factory=list)
    renamed: list[M] = field(default_factory=list)

    def any(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def put(self, row: M, columns: Mapping[str, Any]) -> None:
        """Set the columns; remember the row when one of them differs."""
        different = {
            name: value
            for name, value in columns.items()
            if _plain(getattr(row, name)) != _plain(value)
        }
        if "key" in different:
            self.renamed.append(row)
        for name, value in different.items():
            setattr(row, name, value)
        if different:
            self.changed.append(row)
            self.columns.update(different)

    def delete(self) -> None:
        if self.gone:
            self._all().filter(pk__in=[row.pk for row in self.gone]).delete()

    def write(self) -> None:
        if len(self.renamed) > 1:
            self._park()
        if self.changed:
            self._all().bulk_update(self.changed, sorted(self.columns))
        if self.added:
            self._all().bulk_create(self.added)

    def _park(self) -> None:
        """Rows that take each other's keys would meet: a unique constraint looks at
        them one by one. So each first gets a key that nobody has."""
        keys = {row.pk: row.key for row in self.renamed}  # type: ignore[attr-defined]
        for row in self.renamed:
            row.key = uuid4().hex  # type: ignore[attr-defined]
        self._all().bulk_update(self.renamed, ["key"])
        for row in self.renamed:
            row.key = keys[row.pk]  # type: ignore[attr-defined]

    def _all(self) -> Any:
        return self.model._default_manager.all()


class Changes:
    """The difference between the rows of a version and a content."""

    def __init__(self, version: RubricVersion) -> None:
        self.of = version
        self.version: dict[str, Any] = {}
        self.scale = Rows(ScaleLabel)
        self.criteria = Rows(Criterion)
        self.levels = Rows(Level)

    def any(self) -> bool:
        tables = (self.scale, self.criteria, self.levels)
        return bool(self.version) or any(rows.any() for rows in tables)

    def find(self, content: RubricContent) -> None:
        columns = {
            "label": content.label,
            "languages": list(content.languages),
            "source": dict(content.source),
            **text_columns({name: {} for name in VERSION_TEXTS} | dict(content.texts)),
            **rule_columns(content.rules),
        }
        self.version = {
            name: value
            for name, value in columns.items()
            if _plain(getattr(self.of, name)) != _plain(value)
        }
        self._find_scale(content)
        self._find_criteria(content)

    def _find_scale(self, content: RubricContent) -> None:
        rows = {row.value: row for row in self.of.scale.all()}
        for step in content.scale:
            columns = {"key": step.key, **text_columns({"label": step.label})}
            if (row := rows.pop(step.value, None)) is None:
                self.scale.added.append(
                    ScaleLabel(version=self.of, value=step.value, **columns)
                )
                continue
            self.scale.put(row, columns)
        self.scale.gone = list(rows.values())

    def _find_criteria(self, content: RubricContent) -> None:
        rows = list(self.of.criteria.all())
        found = _matched(rows, content.criteria)
        self._refuse_foreign(
            item.uuid
            for item, row in zip(content.criteria, found, strict=True)
            if row is None and item.uuid
        )
        for item, row in zip(content.criteria, found, strict=True):
            columns = criterion_columns(item)
            if row is None:
                row = Criterion(version=self.of, uuid=item.uuid or uuid4(), **columns)
                self.criteria.added.append(row)
            else:
                self.criteria.put(row, columns)
            self._find_levels(row, item)
        kept = {row.pk for row in found if row is not None}
        self.criteria.gone = [row for row in rows if row.pk not in kept]

    def _find_levels(self, criterion: Criterion, item: CriterionContent) -> None:
        rows = {x.value: x for x in criterion.levels.all()} if criterion.pk else {}
        for value in sorted(item.levels):
            columns = level_columns(item, value)
            if (row := rows.pop(value, None)) is not None:
                self.levels.put(row, columns)
            else:
                self.levels.added.append(
                    Level(criterion=criterion, value=value, **columns)
                )
        self.levels.gone += rows.values()

    def _refuse_foreign(self, uuids: Iterable[UUID]) -> None:
        """A criterion may come back from another version of the rubric, or be new."""
        unknown = set(uuids)
        if not unknown:
            return
        others = Criterion.objects.exclude(version__rubric=self.of.rubric_id)
        if others.filter(uuid__in=unknown).exists():
            raise ForeignCriterion(", ".join(sorted(map(str, unknown))))

    def write(self) -> None:
        try:
            self.levels.delete()
            self.criteria.delete()
        except ProtectedError as error:
            raise CriterionInUse(_keys_of(error.protected_objects)) from error
        self.scale.delete()
        self.scale.write()
        self.criteria.write()
        self.levels.write()


def _matched(
    rows: list[Criterion], items: Iterable[CriterionContent]
) -> list[Criterion | None]:
    """The row of each item: by uuid, else by a key that no other item has claimed."""
    by_uuid = {row.uuid: row for row in rows}
    items = list(items)
    claimed = {item.uuid for item in items}
    by_key = {row.key: row for row in rows if row.uuid not in claimed}
    return [by_uuid.get(i.uuid) if i.uuid else by_key.get(i.key) for i in items]


def _keys_of(protecting: Iterable[Any]) -> list[str]:
    rows = (getattr(row, "criterion", None) for row in protecting)
    return sorted({row.key for row in rows if row is not None})


def _plain(value: Any) -> Any:
    """Texts as their values, without those that are empty."""
    data = getattr(value, "data", value)
    if data is not value and isinstance(data, dict):
        return {language: text for language, text in data.items() if text}
    return data
