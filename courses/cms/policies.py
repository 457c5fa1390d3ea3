"""What staff may do with the rows of courses beyond Django's permissions."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from courses.models import Course, DescriptionTemplate, Exercise


class ReadingPolicy(ModelPermissionPolicy):
    """People's rows: listed for the centre, changed only by what people do."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in ("add", "change", "delete"):
            return False
        return bool(super().user_has_permission(user, action))


class KeepingPolicy(ModelPermissionPolicy):
    """A row may be deleted only while nothing stands on it."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if action == "delete" and stands_under_something(instance):
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))


def stands_under_something(row: Any) -> bool:
    """Whether pages, people or other rows point at it, so that a deletion would fail."""
    match row:
        case Course():
            return any(
                related.exists() for related in (row.pages, row.exercises, row.cohorts)
            )
        case Exercise():
            return row.pages.exists() or row.submissions.exists()
        case DescriptionTemplate():
            return Course.objects.filter(description_template=row).exists()
    return bool(row.enrolments.exists() or row.teams.exists())
