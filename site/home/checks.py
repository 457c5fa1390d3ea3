"""Refuse to start where a demo's open doors could be reached by others."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}


@register(Tags.security)
def check_open_doors(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demo mode and a CMS without a second factor live on a developer's machine only."""
    if settings.DEBUG and set(settings.ALLOWED_HOSTS) <= LOOPBACK_HOSTS:
        return []
    errors: list[CheckMessage] = []
    if settings.DEMO:
        errors.append(
            Error(
                "DEMO lets anybody act as anybody.",
                hint="Unset DEMO, or keep DEBUG on and ALLOWED_HOSTS on loopback.",
                id="valmentamo.E010",
            )
        )
    if not settings.CMS_REQUIRES_MFA:
        errors.append(
            Error(
                "The CMS can be entered without a second factor.",
                hint="Set CMS_REQUIRES_MFA = True outside a developer's machine.",
                id="valmentamo.E011",
            )
        )
    return errors
