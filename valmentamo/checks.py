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
