"""System checks of the ground floor."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning

from valmentamo import freezing


def frozen_rows_are_guarded(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Name each trigger that should guard a frozen table and is missing."""
    return [
        Warning(
            f"A guard of frozen rows is missing in the database '{alias}': {name}.",
            hint=f"Run: manage.py migrate --database {alias}",
            id="valmentamo.W001",
        )
        for alias in databases or []
        for name in freezing.missing(alias)
    ]


def replace_asks_the_guards(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Say where REPLACE could take a frozen row away."""
    return [
        Warning(
            f"REPLACE can delete frozen rows unseen in the database '{alias}': SQLite "
            "asks their triggers only when recursive_triggers is on.",
            hint="Add 'PRAGMA recursive_triggers=ON;' to OPTIONS['init_command'] of "
            f"DATABASES['{alias}'].",
            id="valmentamo.W002",
        )
        for alias in databases or []
        if freezing.replace_goes_past(alias)
    ]
