"""What the ground floor does before and after migrations."""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from valmentamo import freezing


def lift_frozen_rows(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """SQLite can't rebuild a table while another table's trigger names it."""
    if connections[using].vendor == "sqlite":
        freezing.remove(using, app_label=sender.label)


def guard_frozen_rows(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """SQLite drops a table's triggers when it rebuilds the table."""
    freezing.install(using, app_label=sender.label)
