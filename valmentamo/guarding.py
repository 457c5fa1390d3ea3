"""Refusals in models and querysets for rows that are frozen (see `freezing`)."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from valmentamo import freezing


class FrozenRow(Exception):
    """A frozen row was to be changed, deleted or given a new child."""


class FrozenQuerySet[M: models.Model](models.QuerySet[M]):
    """Refuses bulk changes that would reach a frozen row."""

    def frozen(self) -> Self:
        return self.filter(self.model.frozen_q)  # type: ignore[attr-defined]

    def update(self, **values: Any) -> int:
        table = freezing.table_for(self.model)
        if table and not all(table.allows(*item) for item in values.items()):
            self._refuse_frozen()
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        table = freezing.table_for(self.model)
        if table and not table.deletable:
            self._refuse_frozen()
        return super().delete()

    # Not on the manager, and never called by a template: as in Django's own.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        objs = list(objs)
        for obj in objs:
            _refuse_frozen_parent(obj)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        objs, fields = list(objs), list(fields)
        keys = [obj.pk for obj in objs]
        if not set(fields) <= _free_fields(self.model):
            type(self)(self.model, using=self.db).filter(pk__in=keys)._refuse_frozen()
        return super().bulk_update(objs, fields, *args, **kwargs)

    def _refuse_frozen(self) -> None:
        rows = self.model._base_manager.using(self.db)
        if rows.filter(pk__in=self.values("pk")).filter(_frozen_q(self.model)).exists():
            raise FrozenRow(f"{self.model._meta.label}: some of these rows are frozen.")


class FrozenModel(models.Model):
    """A model whose rows freeze: `frozen_q` says when, `freezing` says how far."""

    frozen_q: ClassVar[Q]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            _refuse_frozen_parent(self)
        elif self.is_frozen():
            self._refuse_change(kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        table = freezing.table_for(type(self))
        if table and not table.deletable and self.is_frozen():
            raise FrozenRow(f"{self._meta.label} {self.pk} is frozen.")
        return super().delete(*args, **kwargs)

    def in_frozen_parent(self) -> bool:
        """Whether the row would be added under a parent that is frozen."""
        return False

    def is_frozen(self) -> bool:
        """Asks the database: what stands in memory may be older or newer."""
        rows = type(self)._base_manager.using(self._state.db or "default")
        return rows.filter(pk=self.pk).filter(_frozen_q(type(self))).exists()

    def _refuse_change(self, update_fields: Iterable[str] | None) -> None:
        table = freezing.table_for(type(self))
        names = update_fields or [f.name for f in self._meta.concrete_fields]
        values: Mapping[str, Any] = {
            f.name: getattr(self, f.attname)
            for f in self._meta.concrete_fields
            if f.name in names or f.attname in names
        }
        if table and not all(table.allows(*item) for item in values.items()):
            raise FrozenRow(f"{self._meta.label} {self.pk} is frozen.")


def _frozen_q(model: type[models.Model]) -> Q:
    return model.frozen_q  # type: ignore[attr-defined, no-any-return]


def _free_fields(model: type[models.Model]) -> set[str]:
    table = freezing.table_for(model)
    if table is None:
        return {field.name for field in model._meta.concrete_fields}
    return set(table.free)


def _refuse_frozen_parent(row: models.Model) -> None:
    if isinstance(row, FrozenModel) and row.in_frozen_parent():
        raise FrozenRow(f"{row._meta.label}: its parent is frozen.")
