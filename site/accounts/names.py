"""Cleaning of the names that people give: one line of text, composed, nothing hidden."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from valmentamo.texts import hidden_in, one_line

#: Joiners are part of the spelling of some names, the rest only hides things.
JOINERS = {"\u200c", "\u200d"}


def clean_name(text: str) -> str:
    """The name in NFC with single spaces; refuses control and direction characters."""
    text = one_line(text)
    if set(hidden_in(text)) - JOINERS:
        raise ValidationError(
            _("The name has a character that cannot be seen. Write the name again."),
            code="hidden_character",
        )
    return text
