"""Registers what the courses app adds to Wagtail; the work is done in cms/ and views/."""

from wagtail import hooks

from courses.cms import log_actions, protecting
from courses.views import gate

hooks.register("before_serve_page", gate.guard_page)
hooks.register("before_serve_document", gate.guard_document)
hooks.register("before_delete_page", protecting.keep_from_deletion)
hooks.register("before_bulk_action", protecting.keep_from_bulk_action)
hooks.register("before_move_page", protecting.keep_in_course)
hooks.register("before_unpublish_page", protecting.warn_of_unpublishing)
hooks.register("after_copy_page", protecting.give_rows_to_copy)
hooks.register("register_log_actions", log_actions.register_actions)
