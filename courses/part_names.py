"""What the parts of a description are called, for the rubric's practice pages."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import translation

from courses.models import DescriptionField


def answer_part_names(
    sender: Any, *, keys: Collection[str], language: str, **kwargs: Any
) -> Mapping[str, str]:
    """The labels of the newest template that has the key."""
    fields = DescriptionField.objects.filter(key__in=keys).order_by("template_id")
    with translation.override(language or None):
        return {field.key: str(field.label) for field in fields}
