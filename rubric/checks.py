"""Says at start what is set wrong for the rubric."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from rubric.conf import app_settings


@register(Tags.compatibility)
def least_number_of_works_is_whole(**_kwargs: Any) -> Iterable[CheckMessage]:
    try:
        fine = app_settings.least_works > 0
    except (TypeError, ValueError):
        fine = False
    if not fine:
        yield Error(
            "VALMENTAMO_RUBRIC_LEAST_WORKS must be a whole number above zero.",
            id="valmentamo_rubric.E001",
        )


@register(Tags.compatibility)
def public_rubric_is_a_slug(**_kwargs: Any) -> Iterable[CheckMessage]:
    if not isinstance(app_settings.public_rubric, str | None):
        yield Error(
            "VALMENTAMO_RUBRIC_PUBLIC must be the slug of a rubric, empty or None.",
            hint="None closes the public page; False does not.",
            id="valmentamo_rubric.E002",
        )
