"""Configuration of the ground floor."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class ValmentamoConfig(AppConfig):
    name = "valmentamo"
    label = "valmentamo"
    verbose_name = "Valmentamo"

    def ready(self) -> None:
        from valmentamo import signal_handlers
        from valmentamo.checks import frozen_rows_are_guarded, replace_asks_the_guards
        from valmentamo.jobs.schedules import keep_schedules

        checks.register(frozen_rows_are_guarded, checks.Tags.database)
        checks.register(replace_asks_the_guards, checks.Tags.database)
        # Not tied to this app: it has no tables, so it gets no migration signal.
        pre_migrate.connect(
            signal_handlers.lift_frozen_rows, dispatch_uid="valmentamo.lift"
        )
        post_migrate.connect(
            signal_handlers.guard_frozen_rows, dispatch_uid="valmentamo.guard"
        )
        post_migrate.connect(keep_schedules, dispatch_uid="valmentamo.schedules")
