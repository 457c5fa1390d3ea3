"""Names of languages, in the language of the reader."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info


def language_name(code: str) -> str:
    """As it stands in the middle of a sentence; a code that nobody knows stays a code."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))
    # Only English writes the names of languages with a capital letter.
    return name if (get_language() or "").startswith("en") else name.lower()


def language_label(code: str) -> str:
    """As it stands at the beginning: in a label, a choice, a button."""
    name = language_name(code)
    return name if name == code else str(capfirst(name))
