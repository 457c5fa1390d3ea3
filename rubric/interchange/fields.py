"""Reads single values of a file and collects what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rubric.content import Fault, Texts
from rubric.drafts import KEY, LANGUAGE
from rubric.exceptions import FaultyRubric
from valmentamo.texts import plain_text

TEXT_LIMIT = 5000
NUMBER_LIMIT = 40
MOST_NUMBER = 10**15
KEYS_LIMIT = 60
#: Nobody mends more at a time, and a file of nothing but faults must not cost seconds.
MOST_FAULTS = 1000


class Reader:
    """Each method returns a usable value and notes a fault when there was none; raises
    `FaultyRubric` when there are too many of them to go on.

    A draft may lack texts: they are asked for when it is published.
    """

    def __init__(self, *, draft: bool = False) -> None:
        self.draft = draft
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))
        if len(self.faults) >= MOST_FAULTS:
            raise FaultyRubric(self.faults)

    def mapping(
        self, value: Any, path: str, known: Iterable[str] | None = None
    ) -> dict[Any, Any]:
        if not isinstance(value, dict):
            self.fault(path, _("must be a mapping") if value else _("is missing"))
            return {}
        if known is not None:
            for key in value:
                if key not in known:
                    self.fault(_join(path, key), _("unknown key"))
        return value

    def sequence(self, value: Any, path: str, limit: int) -> list[Any]:
        if not isinstance(value, list):
            self.fault(path, _("must be a list") if value else _("is missing"))
            return []
        if len(value) > limit:
            self.fault(path, _("at most %(limit)d are allowed") % {"limit": limit})
            return []
        return value

    def key(self, value: Any, path: str, limit: int) -> str:
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.fault(path, _("must be an identifier: letters a–z, digits, - and _"))
            return ""
        if len(value) > limit:
            self.fault(path, _("at most %(limit)d characters") % {"limit": limit})
        return value

    def keys(self, value: Any, path: str) -> list[str]:
        """A list of identifiers, which may be left out."""
        if value is None or value == []:
            return []
        rows = self.sequence(value, path, KEYS_LIMIT)
        return [self.key(key, f"{path}[{i}]", 60) for i, key in enumerate(rows)]

    def whole(self, value: Any, path: str, *, least: int, most: int) -> int:
        if type(value) is not int:
            self.fault(path, _("must be a whole number"))
        elif not least <= value <= most:
            self.fault(
                path,
                _("must be from %(least)d to %(most)d")
                % {"least": least, "most": most},
            )
        else:
            return value
        return least

    def decimal(self, value: Any, path: str, *, below: int = 100) -> Decimal:
        if type(value) in (int, float, str) and len(str(value)) <= NUMBER_LIMIT:
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and abs(number) < below:
                if number == number.quantize(Decimal("0.0001")):
                    return number
                self.fault(path, _("at most four decimals"))
                return Decimal(1)
        self.fault(path, _("must be a number"))
        return Decimal(1)

    def flag(self, value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            self.fault(path, _("must be true or false"))
            return False
        return value

    def only(self, value: Any, path: str, wanted: Any) -> None:
        """The file may say how a rule works, but there is only one way."""
        if value is not None and (type(value), value) != (type(wanted), wanted):
            self.fault(path, _("only “%(wanted)s” is supported") % {"wanted": wanted})

    def text(self, value: Any, path: str, limit: int = TEXT_LIMIT) -> str:
        if not isinstance(value, str):
            self.fault(path, _("must be text"))
            return ""
        # Some characters become three when they are composed.
        text = plain_text(value)
        if len(text) > limit:
            self.fault(path, _("at most %(limit)d characters") % {"limit": limit})
        return text

    def choice(self, value: Any, path: str, choices: Sequence[str]) -> str:
        """One of the words; the first when none is given."""
        if value is None:
            return choices[0]
        if value not in choices:
            allowed = ", ".join(choices)
            self.fault(path, _("must be one of %(allowed)s") % {"allowed": allowed})
            return choices[0]
        return str(value)

    def uuid(self, value: Any, path: str) -> UUID | None:
        if value is None:
            return None
        try:
            return UUID(value)
        except (AttributeError, TypeError, ValueError):
            self.fault(path, _("is not a UUID"))
            return None

    def foreign(self, value: Any, path: str) -> dict[str, Any]:
        """What another system said, word for word: kept, and never shown."""
        if value is None or value == {}:
            return {}
        if not _is_plain(value):
            self.fault(path, _("holds something else than texts, numbers and lists"))
            return {}
        return self.mapping(value, path)

    def texts(self, value: Any, path: str, besides: Iterable[str] = ()) -> Texts:
        """Texts by language; `besides` names keys of the mapping that are none."""
        found: dict[str, str] = {}
        if self.draft and value in (None, {}):
            return found
        for language, text in self.mapping(value, path).items():
            if language in besides:
                continue
            if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
                self.fault(_join(path, language), _("is not a language"))
            elif text not in (None, ""):
                found[language] = self.text(text, _join(path, language))
        return found


def used_languages(texts: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Every language that occurs, in the order in which they are met."""
    return tuple(dict.fromkeys(language for text in texts for language in text))


def _join(path: str, key: Any) -> str:
    return f"{path}.{key}" if path else str(key)


def _is_plain(value: Any) -> bool:
    """Whether it can be kept as JSON, on every database."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(v) for key, v in value.items())
    if isinstance(value, list):
        return all(_is_plain(row) for row in value)
    if isinstance(value, float):
        return abs(value) < MOST_NUMBER
    if isinstance(value, int):
        return abs(value) < MOST_NUMBER
    return value is None or isinstance(value, str)
