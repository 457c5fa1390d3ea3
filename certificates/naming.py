"""Which names can be printed. Asked where a name is typed, so that issuing never fails."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from valmentamo.pdf.fonts import undrawable
from valmentamo.texts import hidden_in, one_line

from .exceptions import UnprintableName

MAX_LENGTH = 120
#: Stands where nothing of a refused name could be kept.
NO_NAME = "–"
PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-"})


def tidy(text: str) -> str:
    """Compose letters and make every run of white space one plain space."""
    return one_line(text.translate(PLAIN))


def printable_name(text: str) -> str:
    """Return the name as it will be printed.

    Raises UnprintableName, with a message for the person who typed the name, when it is
    empty, too long, has control or direction characters, or letters no font can draw.
    """
    name = tidy(text)
    if not name:
        raise UnprintableName(_("Write the name as you want it on the certificate."))
    if hidden := hidden_in(name):
        raise UnprintableName(_hidden_message(hidden))
    if len(name) > MAX_LENGTH:
        raise UnprintableName(
            _(
                "The name is %(length)d characters long and at most %(most)d fit on the "
                "certificate. Shorten the name."
            )
            % {"length": len(name), "most": MAX_LENGTH}
        )
    if missing := undrawable(name):
        raise UnprintableName(_missing_message(missing))
    return name


def _hidden_message(hidden: list[str]) -> str:
    codes = ", ".join(f"U+{ord(c):04X}" for c in hidden)
    return ngettext(
        "The name has a hidden character (%(codes)s) that can't be printed. "
        "Type the name by hand instead of pasting it.",
        "The name has hidden characters (%(codes)s) that can't be printed. "
        "Type the name by hand instead of pasting it.",
        len(hidden),
    ) % {"codes": codes}


def _missing_message(missing: str) -> str:
    return ngettext(
        "The character %(characters)s can't be printed on the certificate. "
        "Write the name with Latin letters, as in your passport.",
        "The characters %(characters)s can't be printed on the certificate. "
        "Write the name with Latin letters, as in your passport.",
        len(missing),
    ) % {"characters": " ".join(missing)}
