"""Database triggers that refuse to change or delete a row once it is frozen.

An app describes its frozen tables with `FrozenTable` and hands them to `register`
in `AppConfig.ready`. The triggers are made after every migration, on SQLite and
PostgreSQL alike. They are the last line: models, querysets and services refuse
first and say why in plain words.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from valmentamo.freezing_sql import Dialect, dialect_for

Moves = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class FrozenTable:
    """What may still happen to a frozen row of one model.

    `frozen` and `closed` are SQL conditions in which `{row}` stands for the row at
    hand. Only columns and syntax that both databases share may be used in them.
    """

    model: str
    #: True of a row that is frozen, e.g. "{row}.state <> 'draft'".
    frozen: str
    #: True of a row whose parent is frozen: it may be neither added nor moved there.
    closed: str | None = None
    #: Field names that are guarded; None means every field of the model.
    guarded: frozenset[str] | None = None
    #: Fields that may always change.
    free: frozenset[str] = frozenset()
    #: Foreign keys to people: may change to NULL only.
    people: frozenset[str] = frozenset()
    #: Texts about people: may change to the empty text only.
    erasable: frozenset[str] = frozenset()
    #: Fields that may be set while they are NULL.
    once: frozenset[str] = frozenset()
    #: Fields that may take these steps only: {"state": {("published", "archived")}}.
    moves: Moves = field(default_factory=dict)
    deletable: bool = False

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def db_table(self) -> str:
        return self.model_class._meta.db_table

    def allows(self, name: str, value: Any) -> bool:
        """Whether a frozen row may get this value, as far as one can tell without
        the old one; the trigger knows the old one too."""
        if name in self.people:
            return value is None or name in self.once
        if name in self.erasable:
            return value in ("", None)
        if name in self.moves:
            return value in {after for _before, after in self.moves[name]}
        if self.guarded is not None and name not in self.guarded:
            return True
        return name in self.free or name in self.once


_registry: dict[str, FrozenTable] = {}


def register(*tables: FrozenTable) -> None:
    """Add tables to the ones that are guarded; call it in `AppConfig.ready`."""
    for table in tables:
        _registry[table.model.lower()] = table


def table_for(model: type[models.Model]) -> FrozenTable | None:
    return _registry.get(model._meta.label_lower)


def registered(app_label: str | None = None) -> list[FrozenTable]:
    return [
        table
        for key, table in sorted(_registry.items())
        if app_label is None or key.startswith(f"{app_label}.")
    ]


def install(using: str = DEFAULT_DB_ALIAS, *, app_label: str | None = None) -> None:
    """Make the triggers of every registered table that exists; safe to repeat."""
    connection = connections[using]
    dialect = dialect_for(connection.vendor)
    if dialect is None:
        return
    with transaction.atomic(using=using):
        for table in _existing(connection, registered(app_label)):
            _run(connection, dialect.drop(table.db_table))
            _run(connection, _statements(dialect, table))


def remove(using: str = DEFAULT_DB_ALIAS, *, app_label: str | None = None) -> None:
    """Drop the triggers: for `lifted` and for migrations that rebuild a table."""
    connection = connections[using]
    dialect = dialect_for(connection.vendor)
    if dialect is None:
        return
    with transaction.atomic(using=using):
        for table in _existing(connection, registered(app_label)):
            _run(connection, dialect.drop(table.db_table))


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let frozen rows be changed inside one transaction, then guard them again.

    For the flush of a test database and for the erasure service only. When the
    block raises, everything is rolled back, the removal of the triggers included.
    """
    with transaction.atomic(using=using):
        remove(using)
        yield
        install(using)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers that should be in the database and are not, with tables."""
    connection = connections[using]
    dialect = dialect_for(connection.vendor)
    if dialect is None:
        return [f"{t.db_table}: {connection.vendor}" for t in registered()]
    with connection.cursor() as cursor:
        cursor.execute(dialect.list_triggers)
        present = {row[0] for row in cursor.fetchall()}
    return [
        f"{table.db_table}: {name}"
        for table in _existing(connection, registered())
        for name in dialect.names(table.db_table, _events(table))
        if name not in present
    ]


def replace_goes_past(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether REPLACE would delete a frozen row without asking its trigger.

    SQLite runs delete triggers for the rows that REPLACE throws out only when
    `recursive_triggers` is on, which each connection sets for itself.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not _existing(connection, registered()):
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return not cursor.fetchone()[0]


def _existing(
    connection: BaseDatabaseWrapper, tables: Iterable[FrozenTable]
) -> list[FrozenTable]:
    tables = list(tables)
    if not tables:
        return []
    present = set(connection.introspection.table_names())
    return [table for table in tables if table.db_table in present]


def _events(table: FrozenTable) -> list[str]:
    events = ["UPDATE"]
    if not table.deletable:
        events.append("DELETE")
    if table.closed:
        events.append("INSERT")
    return events


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _statements(dialect: Dialect, table: FrozenTable) -> list[str]:
    conditions = {
        "UPDATE": update_condition(dialect, table),
        "DELETE": f"({_of(table.frozen, 'OLD')})",
        "INSERT": f"({_of(table.closed or '', 'NEW')})",
    }
    return [
        statement
        for event in _events(table)
        for statement in dialect.create(table.db_table, event, conditions[event])
    ]


def update_condition(dialect: Dialect, table: FrozenTable) -> str:
    """SQL that is true of an update that must be refused."""
    frozen = f"({_of(table.frozen, 'OLD')})"
    changes = [
        clause
        for column in table.model_class._meta.concrete_fields
        if (clause := _refused_change(dialect, table, column))
    ]
    parts = [f"({frozen} AND ({' OR '.join(changes)}))"] if changes else []
    if table.closed:
        parts.append(f"(NOT {frozen} AND ({_of(table.closed, 'NEW')}))")
    return " OR ".join(parts) or "1 = 0"


def _refused_change(
    dialect: Dialect, table: FrozenTable, column: "models.Field[Any, Any]"
) -> str | None:
    name = column.name
    if name in table.free or (
        table.guarded is not None
        and name not in table.guarded | set(table.moves)
        and name not in table.people | table.erasable | table.once
    ):
        return None
    old, new = f'OLD."{column.column}"', f'NEW."{column.column}"'
    clauses = [dialect.differs.format(old=old, new=new)]
    if name in table.people:
        clauses.append(f"{new} IS NOT NULL")
    if name in table.erasable:
        clauses.append(f"{new} <> ''")
    if name in table.once:
        clauses.append(f"{old} IS NOT NULL")
    clauses += [
        f"NOT ({old} = '{before}' AND {new} = '{after}')"
        for before, after in sorted(table.moves.get(name, ()))
    ]
    return f"({' AND '.join(clauses)})"


def _of(condition: str, row: str) -> str:
    return condition.replace("{row}", row)
