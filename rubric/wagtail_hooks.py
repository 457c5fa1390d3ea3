"""Registers the rubric's screens with Wagtail; the work is done in cms/."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

SHOWN = ["rubric", "rubricversion", "exemplar"]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-urls
@hooks.register("register_admin_urls")
def register_addresses() -> list[URLResolver]:
    from rubric.cms import (
        agreement,
        editor,
        exchange,
        previews,
        publishing,
        starting,
        viewsets,
    )

    addresses: list[URLPattern] = [
        *viewsets.urlpatterns,
        *agreement.urlpatterns,
        *publishing.publishing_urls(),
        *editor.urlpatterns,
        *exchange.urlpatterns,
        *previews.urlpatterns,
        *starting.urlpatterns,
    ]
    return [path("rubric/", include(addresses))]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-menu-item
@hooks.register("register_admin_menu_item")
def register_menu() -> Any:
    from rubric.cms.viewsets import RubricMenuItem

    return RubricMenuItem()


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-permissions
@hooks.register("register_permissions")
def show_permissions() -> QuerySet[Permission]:
    """Let an administrator give the rights in Settings > Groups."""
    return Permission.objects.filter(
        content_type__app_label="valmentamo_rubric", content_type__model__in=SHOWN
    )


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-log-actions
@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    from rubric.cms.actions import name_actions

    name_actions(actions)


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-viewset
@hooks.register("register_admin_viewset")
def register_viewsets() -> Any:
    from rubric.cms.exemplars import ExemplarViewSet

    return ExemplarViewSet()
