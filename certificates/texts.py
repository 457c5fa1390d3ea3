"""Reads a text that is kept in several languages."""

from typing import Any

from i18nfield.strings import LazyI18nString


def in_language(value: Any, language: str) -> str:
    """The text in a language; a row not yet read back may still hold a plain dict."""
    text = value if isinstance(value, LazyI18nString) else LazyI18nString(value)
    return str(text.localize(language))
