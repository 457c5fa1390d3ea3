"""What staff may do in the CMS beyond Django's permissions."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class TokenPolicy(ModelPermissionPolicy):
    """Tokens are made and revoked, never changed or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in ("add", "view"):
            return super().user_has_permission(user, action) or (
                action == "view" and super().user_has_permission(user, "add")
            )
        return False


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
