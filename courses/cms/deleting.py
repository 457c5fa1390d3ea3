"""A deletion that asks the policy about the row at hand."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry


class KeepingDelete(generic.DeleteView):
    """Asks the policy about the row at hand, which Wagtail's own view doesn't."""

    def get_object(self, queryset: Any = None) -> Any:
        row = super().get_object(queryset)
        policy = policy_registry.get(row)
        if not policy.user_has_permission_for_instance(
            self.request.user, "delete", row
        ):
            raise PermissionDenied
        return row
