"""Configuration of the accounts app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Permissions of the last app exist only once that app has migrated.
        post_migrate.connect(_ensure_groups, dispatch_uid="accounts.groups")


class CmsPeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app of people, with our screens in it."""

    user_viewset = "accounts.cms.people.PeopleViewSet"


def _ensure_groups(*, sender: AppConfig, plan: Any = (), **kwargs: Any) -> None:
    from django.apps import apps

    if sender != list(apps.get_app_configs())[-1]:
        return
    from .services.groups import ensure_groups

    ensure_groups()
