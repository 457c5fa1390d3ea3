"""Configuration of the rubric app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RubricConfig(AppConfig):
    name = "rubric"
    label = "valmentamo_rubric"
    verbose_name = _("Rubric")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rubric import checks  # noqa: F401
        from rubric.freezing import FROZEN_TABLES
        from valmentamo import freezing

        freezing.register(*FROZEN_TABLES)
