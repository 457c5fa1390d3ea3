"""The fixed list of placeholders in template texts; there is no template language."""

import re
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

NAMES = ("name", "course", "hours", "innovation")
BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def faults(text: str) -> list[str]:
    """Everything in braces that is not on the list, stray braces included."""
    found = BRACES.finditer(text)
    return [m.group(0) for m in found if m.group(1) is None or m.group(1) not in NAMES]


def used(text: str) -> set[str]:
    return {m.group(1) for m in BRACES.finditer(text)} & set(NAMES)


def pieces(text: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Cut a text into (placeholder name or '', text) pairs with the values filled in."""
    end = 0
    for match in BRACES.finditer(text):
        name = match.group(1)
        if name not in NAMES:
            continue
        if match.start() > end:
            yield "", text[end : match.start()]
        yield name, values.get(name, "")
        end = match.end()
    if end < len(text):
        yield "", text[end:]


def validate_placeholders(value: LazyI18nString | str) -> None:
    """Refuse a text with an unknown placeholder, in any of its languages."""
    data = value.data if isinstance(value, LazyI18nString) else value
    texts = data.values() if isinstance(data, dict) else [data or ""]
    unknown = sorted({fault for text in texts for fault in faults(text or "")})
    if unknown:
        raise ValidationError(
            _("%(unknown)s is not a placeholder. Use only %(known)s."),
            code="unknown_placeholder",
            params={
                "unknown": ", ".join(unknown),
                "known": ", ".join(f"{{{name}}}" for name in NAMES),
            },
        )
