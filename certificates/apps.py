"""Configuration of the certificates app."""

from datetime import timedelta

from django.apps import AppConfig
from django.core import checks as django_checks
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "valmentamo_certificates"
    verbose_name = _("Certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from valmentamo.freezing import register
        from valmentamo.jobs.schedules import add_schedule

        from .checks import check_settings
        from .freezing import FROZEN_TABLES
        from .key_checks import check_keys
        from .signal_handlers import hand_over, renew_lists
        from .signals import certificate_status_changed, job_waiting

        register(*FROZEN_TABLES)
        job_waiting.connect(hand_over, dispatch_uid="certificates.hand_over")
        certificate_status_changed.connect(
            renew_lists, dispatch_uid="certificates.renew_lists"
        )
        django_checks.register(check_settings, self.label)
        django_checks.register(check_keys, self.label, deploy=True)
        add_schedule("certificates.tasks.tell_ends", every=timedelta(hours=1))
        add_schedule("certificates.tasks.prune", every=timedelta(days=1))
        add_schedule("certificates.tasks.sweep_files", every=timedelta(days=1))
        add_schedule("certificates.tasks.sweep", every=timedelta(minutes=1))
        add_schedule(
            "certificates.tasks.sign_status_lists", every=timedelta(minutes=15)
        )
        add_schedule("certificates.tasks.remind", every=timedelta(hours=6))
