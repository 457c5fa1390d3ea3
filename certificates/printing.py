"""Which texts beside the name can be printed. Asked where a text is typed and at issue:
nothing is left out of a certificate without somebody being told.
"""

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from valmentamo.pdf.fonts import undrawable
from valmentamo.texts import hidden_in

from .facts import FactSet, texts_of
from .naming import tidy


def unprintable_in(text: str) -> list[str]:
    """The characters that no font draws, and hidden ones by their number."""
    line = tidy(text)
    hidden = hidden_in(line)
    drawn = [c for c in undrawable(line) if c not in hidden]
    return drawn + [f"U+{ord(c):04X}" for c in hidden]


def validate_printable(value: LazyI18nString | str) -> None:
    """Refuse a text with characters that can't be printed, in any of its languages."""
    if bad := list(dict.fromkeys(_bad_in(_languages_of(value)))):
        raise ValidationError(_message(bad), code="unprintable")


def unprintable_fields(texts: Mapping[str, LazyI18nString | str]) -> dict[str, str]:
    """What is wrong with each text of a row, by its field."""
    faults = {}
    for name, text in texts.items():
        try:
            validate_printable(text)
        except ValidationError as refusal:
            faults[name] = refusal.messages[0]
    return faults


def _message(bad: list[str]) -> str:
    return ngettext(
        "The character %(characters)s can't be printed on the certificate. "
        "Leave it out or write it in letters.",
        "The characters %(characters)s can't be printed on the certificate. "
        "Leave them out or write them in letters.",
        len(bad),
    ) % {"characters": " ".join(bad)}


def unprintable_texts(facts: FactSet) -> dict[str, list[str]]:
    """The bad characters of each printed text that has some, by the text's place."""
    found = {place: unprintable_in(text) for place, text in texts_of(facts).items()}
    return {place: bad for place, bad in found.items() if bad}


def faults_in(versions: Iterable[FactSet]) -> list[str]:
    """A sentence for each text that can't be printed, for staff who put it right."""
    faults = [
        _("The text “%(text)s” has characters that can't be printed: %(characters)s.")
        % {"text": texts_of(facts)[place], "characters": " ".join(bad)}
        for facts in versions
        for place, bad in unprintable_texts(facts).items()
    ]
    return list(dict.fromkeys(faults))


def _languages_of(value: LazyI18nString | str) -> list[str]:
    data = value.data if isinstance(value, LazyI18nString) else value
    return list(data.values()) if isinstance(data, dict) else [data or ""]


def _bad_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from unprintable_in(text or "")
