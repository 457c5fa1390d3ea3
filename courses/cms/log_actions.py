"""What the audit log of the CMS calls the events of courses."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

READ_REPORT = "valmentamo_courses.read_report"
READ_ANSWER = "valmentamo_courses.read_answer"


def register_actions(actions: LogActionRegistry) -> None:
    """For `register_log_actions`."""
    actions.register_action(
        READ_REPORT, _("Read a cohort's report"), _("The cohort's report was read")
    )
    actions.register_action(
        READ_ANSWER,
        _("Read an answer for a second reading"),
        _("An answer was read for a second reading"),
    )
