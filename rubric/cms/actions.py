"""Names of what is done to a version, for Wagtail's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def name_actions(actions: Any) -> None:
    named = {
        "send": (_("Send to review"), _("Sent to review")),
        "send_back": (
            _("Send back to the author"),
            _("Sent back to the author"),
        ),
        "publish": (_("Publish"), _("Published")),
        "archive": (_("Archive"), _("Archived")),
        "discard": (
            _("Discard the draft"),
            _("Discarded the draft"),
        ),
    }
    for verb, (label, message) in named.items():
        actions.register_action(f"valmentamo_rubric.{verb}", label, message)
