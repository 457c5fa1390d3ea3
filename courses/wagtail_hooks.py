"""Registers what the courses app adds to Wagtail; the work is done in cms/ and views/."""

from typing import Any

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from courses.cms import log_actions, protecting, starting
from courses.cms.policies import KeepingPolicy, ReadingPolicy
from courses.models import (
    Cohort,
    Course,
    DescriptionTemplate,
    Enrolment,
    Exercise,
    Team,
)
from courses.views import gate

for kept in (Course, Exercise, DescriptionTemplate, Cohort):
    register_permission_policy(kept, KeepingPolicy(kept))
for read in (Enrolment, Team):
    register_permission_policy(read, ReadingPolicy(read))

# https://docs.wagtail.org/en/stable/reference/hooks.html#page-serving
hooks.register("before_serve_page", gate.guard_page)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-serve-document
hooks.register("before_serve_document", gate.guard_document)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-delete-page
hooks.register("before_delete_page", protecting.keep_from_deletion)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-bulk-action
hooks.register("before_bulk_action", protecting.keep_from_bulk_action)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-move-page
hooks.register("before_move_page", protecting.keep_in_course)
# https://docs.wagtail.org/en/stable/reference/hooks.html#after-unpublish-page
hooks.register("after_unpublish_page", protecting.tell_of_unpublishing)
# https://docs.wagtail.org/en/stable/reference/hooks.html#after-copy-page
hooks.register("after_copy_page", protecting.give_rows_to_copy)
# https://docs.wagtail.org/en/stable/reference/hooks.html#before-create-page
hooks.register("before_create_page", starting.begin_with_the_row)
# https://docs.wagtail.org/en/stable/reference/hooks.html#register-log-actions
hooks.register("register_log_actions", log_actions.register_actions)


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-viewset
@hooks.register("register_admin_viewset")
def register_viewsets() -> Any:
    from courses.cms.choosing import coach_chooser
    from courses.cms.viewsets import CoursesGroup

    return [CoursesGroup(), coach_chooser]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-urls
@hooks.register("register_admin_urls")
def register_actions() -> list[URLResolver]:
    from courses.cms.issuing import IssueMissing

    issue = path("cohort/<uuid:uuid>/issue/", IssueMissing.as_view(), name="issue")
    return [path("courses/", include(([issue], "valmentamo_courses_cms")))]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-permissions
@hooks.register("register_permissions")
def show_permissions() -> Any:
    """Let an administrator give the rights in Settings > Groups."""
    from courses.cms.starting import listed_permissions

    return listed_permissions()
