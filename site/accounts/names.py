"""Cleaning of the names that people give: one line of text, composed, nothing hidden."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
#: Joiners are part of the spelling of some names, the rest of Cf only hides things.
JOINERS = {"\u200c", "\u200d"}


def clean_name(text: str) -> str:
    """The name in NFC with single spaces; refuses control and direction characters."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if any(unicodedata.category(c) in HIDDEN and c not in JOINERS for c in text):
        raise ValidationError(
            _("The name has a character that cannot be seen. Write the name again."),
            code="hidden_character",
        )
    return text
