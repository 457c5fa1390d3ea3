"""What the audit log of the CMS calls the events of courses."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

READ_REPORT = "valmentamo_courses.read_report"


def register_actions(actions: LogActionRegistry) -> None:
    """For `register_log_actions`."""
    actions.register_action(
        READ_REPORT, _("Read a cohort's report"), _("The cohort's report was read")
    )
