"""Registers what the accounts app adds to Wagtail; the work is done in cms/."""

from wagtail import hooks

from .cms import people

# https://docs.wagtail.org/en/stable/reference/hooks.html#before-edit-user
hooks.register("before_edit_user", people.keep_administrators)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-delete-user
hooks.register("before_delete_user", people.keep_administrators)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-bulk-action
hooks.register("before_bulk_action", people.keep_administrators_in_bulk)
