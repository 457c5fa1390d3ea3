"""Configuration of the courses app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "valmentamo_courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses import checks  # noqa: F401
        from courses.freezing import FROZEN_TABLES
        from valmentamo import freezing

        freezing.register(*FROZEN_TABLES)
