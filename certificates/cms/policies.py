"""What staff may do in the CMS beyond Django's permissions."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class IssuedPolicy(ModelPermissionPolicy):
    """Certificates are issued by the host and closed by an event, never typed.

    Whoever may change them, that is revoke them, may also look at them.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action != "view":
            return False
        return any(
            super(IssuedPolicy, self).user_has_permission(user, right)
            for right in ("view", "change")
        )
