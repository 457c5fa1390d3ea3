"""Walking a nest of mappings while noting every fault with its path."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.validators import slug_re
from django.db.models import TextChoices
from django.utils.translation import gettext as _


@dataclass(slots=True)
class Faults:
    """Collects (path, message) pairs; reading goes on so that all are found at once."""

    languages: Sequence[str]
    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        self.found.append((path, message))


class Node:
    """One mapping of the file. Each reading returns a usable value even on a fault."""

    def __init__(self, data: Any, path: str, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.data: dict[Any, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            faults.add(path, _("This must be a set of named values."))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> None:
        self.faults.add(self.at(key) if key else self.path, message)

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def only(self, *known: str) -> None:
        """Anything else is a misspelt name, and would be lost in silence."""
        for key in self.data:
            if key not in known:
                self.fault(str(key), _("This name is not known here."))

    def child(self, key: str) -> "Node":
        value = self.data.get(key)
        return Node({} if value is None else value, self.at(key), self.faults)

    def children(self, key: str) -> Iterator["Node"]:
        for index, item in enumerate(self._list(key)):
            yield Node(item, f"{self.at(key)}[{index}]", self.faults)

    def _list(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, _("This must be a list."))
            return []
        return value

    def string(self, key: str, *, required: bool = False, most: int = 200) -> str:
        value = self.data.get(key)
        if value is None or value == "":
            if required:
                self.fault(key, _("This is missing."))
            return ""
        if not isinstance(value, str):
            self.fault(key, _("This must be text. Put it in quotes."))
            return ""
        return self._fitting(key, value, most)

    def slug(self, key: str = "id", *, most: int = 40) -> str:
        value = self.string(key, required=True, most=most)
        if value and not slug_re.match(value):
            self.fault(key, _("Use only letters a–z, digits, hyphens and underscores."))
        return value

    def whole(self, key: str, *, least: int = 0, default: int | None = None) -> int:
        """A whole number; without a default it must be there."""
        value = self.data.get(key)
        if value is None:
            if default is None:
                self.fault(key, _("This is missing."))
            return default if default is not None else least
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, _("This must be a whole number."))
            return least
        if value < least:
            self.fault(key, _("This must be at least %(n)d.") % {"n": least})
        return max(value, least)

    def limit(self, key: str) -> int | None:
        return self.whole(key, least=1) if self.has(key) else None

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.fault(key, _("This must be true or false."))
            return default
        return value

    def choice[C: TextChoices](self, key: str, choices: type[C], default: C) -> C:
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, bool):
            message = _("Put the word in quotes: without them it means yes or no.")
            self.fault(key, message)
            return default
        if value not in choices.values:
            known = ", ".join(str(c) for c in choices.values if c)
            self.fault(key, _("This must be one of: %(known)s.") % {"known": known})
            return default
        return choices(value)

    def keys(self, key: str) -> tuple[str, ...]:
        """A list of keys, each once."""
        found: list[str] = []
        for index, value in enumerate(self._list(key)):
            place = f"{key}[{index}]"
            if not isinstance(value, str):
                self.fault(place, _("This must be text. Put it in quotes."))
            elif value in found:
                self.fault(place, _("“%(key)s” is here twice.") % {"key": value})
            else:
                found.append(value)
        return tuple(found)

    def text(
        self, key: str = "", *, required: bool = True, most: int = 20_000
    ) -> dict[str, str]:
        """A text in every language of the site; with no key, this node is the text."""
        node = self.child(key) if key else self
        if key and not self.has(key):
            if required:
                self.fault(key, _("This is missing."))
            return {}
        return node._languages(most)

    def _languages(self, most: int) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in self.faults.languages:
            value = self.data.get(language)
            if value is None or (isinstance(value, str) and not value.strip()):
                self.fault(language, _("The text in this language is missing."))
            elif not isinstance(value, str):
                self.fault(language, _("This must be text. Put it in quotes."))
            else:
                found[language] = self._fitting(language, value.strip(), most)
        return found

    def _fitting(self, key: str, value: str, most: int) -> str:
        if len(value) > most:
            message = _("This is longer than %(n)d characters.") % {"n": most}
            self.fault(key, message)
        return value


def once[T](items: Sequence[T], nodes: Sequence[Node], key: Callable[[T], str]) -> None:
    """Fault every item whose key an earlier one already has."""
    seen: set[str] = set()
    for item, node in zip(items, nodes, strict=True):
        value = key(item)
        if value and value in seen:
            node.fault("id", _("“%(key)s” is here twice.") % {"key": value})
        seen.add(value)
