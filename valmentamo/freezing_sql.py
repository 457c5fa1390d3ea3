"""How SQLite and PostgreSQL spell the triggers that guard frozen rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

EVENTS = ("UPDATE", "DELETE", "INSERT")
PREFIX = "frozen_"


def trigger_name(table: str, event: str) -> str:
    """Within PostgreSQL's 63 characters, whatever the length of the table's name."""
    name = f"{PREFIX}{event.lower()}_{table}"
    return (
        name
        if len(name) <= 60
        else f"{name[:50]}_{sha256(name.encode()).hexdigest()[:8]}"
    )


def refusal(table: str, event: str) -> str:
    return f"{table}: this row is frozen ({event.lower()} refused)"


class Dialect(Protocol):
    @property
    def differs(self) -> str: ...
    @property
    def list_triggers(self) -> str: ...
    def names(self, table: str, events: Iterable[str]) -> list[str]: ...
    def drop(self, table: str) -> list[str]: ...
    def create(self, table: str, event: str, refused_when: str) -> list[str]: ...


@dataclass(frozen=True)
class SQLite:
    differs: str = "{old} IS NOT {new}"
    list_triggers: str = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

    def names(self, table: str, events: Iterable[str]) -> list[str]:
        return [trigger_name(table, event) for event in events]

    def drop(self, table: str) -> list[str]:
        return [f'DROP TRIGGER IF EXISTS "{n}"' for n in self.names(table, EVENTS)]

    def create(self, table: str, event: str, refused_when: str) -> list[str]:
        return [
            f'CREATE TRIGGER "{trigger_name(table, event)}" BEFORE {event} '
            f'ON "{table}" FOR EACH ROW WHEN {refused_when} '
            f"BEGIN SELECT RAISE(ABORT, '{refusal(table, event)}'); END"
        ]


@dataclass(frozen=True)
class PostgreSQL:
    differs: str = "{old} IS DISTINCT FROM {new}"
    list_triggers: str = (
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' "
        "AND pg_table_is_visible(c.oid)"
    )

    def names(self, table: str, events: Iterable[str]) -> list[str]:
        return [trigger_name(table, event) for event in events]

    def drop(self, table: str) -> list[str]:
        # A table with deferred checks waiting can't be altered: run them now.
        statements = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
        for name in self.names(table, EVENTS):
            statements.append(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
            statements.append(f'DROP FUNCTION IF EXISTS "{name}"()')
        return statements

    def create(self, table: str, event: str, refused_when: str) -> list[str]:
        name = trigger_name(table, event)
        row = "OLD" if event == "DELETE" else "NEW"
        # The condition stands in the function, so that it may ask other tables.
        return [
            f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$frozen$ BEGIN IF {refused_when} THEN "
            f"RAISE EXCEPTION '{refusal(table, event)}' "
            "USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {row}; END $frozen$",
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ]


DIALECTS: dict[str, Dialect] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def dialect_for(vendor: str) -> Dialect | None:
    return DIALECTS.get(vendor)
