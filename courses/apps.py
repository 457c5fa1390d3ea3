"""Configuration of the courses app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "valmentamo_courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certificates.signals import certificate_expiring, collections_named
        from courses import checks  # noqa: F401
        from courses.freezing import FROZEN_TABLES
        from courses.part_names import answer_part_names
        from courses.rubric_use import usages
        from courses.signal_handlers import name_collections, tell_of_expiry
        from rubric.signals import part_names_asked, usage_asked
        from valmentamo import freezing
        from valmentamo.jobs.schedules import add_schedule

        freezing.register(*FROZEN_TABLES)
        usage_asked.connect(usages, dispatch_uid="valmentamo_courses.rubric_use")
        add_schedule(
            "courses.tasks.issue_missing_certificates", every=timedelta(hours=1)
        )
        part_names_asked.connect(
            answer_part_names, dispatch_uid="courses.answer_part_names"
        )
        collections_named.connect(
            name_collections, dispatch_uid="courses.name_collections"
        )
        certificate_expiring.connect(
            tell_of_expiry, dispatch_uid="courses.tell_of_expiry"
        )
