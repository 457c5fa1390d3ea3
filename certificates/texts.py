"""Reads a text that is kept in several languages, and names a language."""

from typing import Any

from django.utils.translation import get_language_info
from i18nfield.strings import LazyI18nString


def in_language(value: Any, language: str) -> str:
    """The text in a language; a row not yet read back may still hold a plain dict."""
    text = value if isinstance(value, LazyI18nString) else LazyI18nString(value)
    return str(text.localize(language))


def language_name(code: str) -> str:
    """What a language is called in the language of the page; an unknown one by its code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
