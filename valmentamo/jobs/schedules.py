"""The one list of what runs by the clock. Apps add their lines in `AppConfig.ready`.

After each migration the list is written into django-q2's table, so that the cluster keeps
the clock with nothing to set up by hand. A host with another engine reads `schedules()`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections

PREFIX = "valmentamo:"
NO_ARGUMENTS = "[[], {}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """A function, its arguments, and how often it runs."""

    name: str
    function: str
    arguments: tuple[str, ...]
    every: timedelta

    @property
    def minutes(self) -> int:
        return max(1, self.every // timedelta(minutes=1))


_schedules: dict[str, Clockwork] = {}


def add_schedule(task: str, *, every: timedelta) -> None:
    """Run a django task without arguments, given by its dotted path."""
    _add(task, "valmentamo.jobs.backend.run", (task, NO_ARGUMENTS), every)


def add_command(command: str, *, every: timedelta) -> None:
    """Run a management command without arguments."""
    _add(command, "django.core.management.call_command", (command,), every)


def _add(
    name: str, function: str, arguments: tuple[str, ...], every: timedelta
) -> None:
    _schedules[name] = Clockwork(
        name=PREFIX + name, function=function, arguments=arguments, every=every
    )


def schedules() -> list[Clockwork]:
    return sorted(_schedules.values(), key=lambda line: line.name)


def keep_schedules(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate, for django-q2's own tables."""
    if sender.name == "django_q":
        install_schedules(using=using)


def install_schedules(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Write the list into django-q2's table; safe to repeat, removes what left the list.

    Does nothing where django-q2 is not installed or not yet migrated.
    """
    if not apps.is_installed("django_q"):
        return
    from django_q.models import Schedule

    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = Schedule.objects.using(using)
    wanted = {line.name: line for line in schedules()}
    rows.filter(name__startswith=PREFIX).exclude(name__in=wanted).delete()
    for name, line in wanted.items():
        rows.update_or_create(
            name=name,
            defaults={
                "func": line.function,
                "args": repr(line.arguments),
                "schedule_type": Schedule.MINUTES,
                "minutes": line.minutes,
                "repeats": -1,
            },
        )
