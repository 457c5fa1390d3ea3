"""People in the CMS: whoever may change people gets no further by it.

Wagtail lets everybody with that right make administrators and set anyone's password and
address. Here only an administrator raises another, and nobody takes over an account:
passwords are chosen and addresses changed by the person, behind a fresh log-in.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.users.views import users


class _Within:
    """Shuts what is not for this person to give; what was posted for it is ignored."""

    request: HttpRequest
    shut: tuple[str, ...] = ("is_superuser",)

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not getattr(self.request.user, "is_superuser", False):
            for name in self.shut:
                if name in form.fields:
                    form.fields[name].disabled = True
        return form


class CreateView(_Within, users.CreateView):
    pass


class EditView(_Within, users.EditView):
    shut = ("is_superuser", "email")


class PeopleViewSet(users.UserViewSet):
    add_view_class = CreateView
    edit_view_class = EditView


def keep_administrators(request: HttpRequest, person: Any) -> None:
    """Only an administrator changes another one."""
    if person.is_superuser and not getattr(request.user, "is_superuser", False):
        raise PermissionDenied


def keep_administrators_in_bulk(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> None:
    if get_user_model() in action.models:
        for person in objects:
            keep_administrators(request, person)
