"""Form fields of the editor, and how they stand together on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from valmentamo.texts import clean_line, plain_text

SHORT, LONG = 300, 5000
TOO_LONG = _(
    "The text is too long: at most %(limit_value)d characters, now %(show_value)d."
)


class Text(forms.CharField):
    """A line or a text of one language; it may be missing in a draft."""

    def __init__(self, *, long: bool = False, language: str = "") -> None:
        rows = {"rows": 4 if long else 1}
        attrs = {**rows, "lang": language} if language else {}
        super().__init__(
            required=False,
            strip=False,
            max_length=LONG if long else SHORT,
            widget=forms.Textarea(attrs) if long else forms.TextInput(attrs),
            error_messages={"max_length": TOO_LONG},
        )
        self.long = long

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        return plain_text(text) if self.long else clean_line(text)


class Number(forms.IntegerField):
    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        message = _("Give a whole number from %(least)d to %(most)d.") % {
            "least": least,
            "most": most,
        }
        super().__init__(
            min_value=least,
            max_value=most,
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), message
            ),
            **options,
        )


class Amount(forms.DecimalField):
    """A decimal as people of the language write it."""

    def __init__(self, *, below: int, required: bool = True, **options: Any) -> None:
        message = _("Give a number from 0 to below %d, with at most four decimals.")
        codes = ("required", "invalid", "min_value", "max_digits", "max_decimal_places")
        super().__init__(
            required=required,
            localize=True,
            min_value=0,
            max_digits=len(str(below - 1)) + 4,
            decimal_places=4,
            widget=forms.TextInput({"inputmode": "decimal"}),
            error_messages=dict.fromkeys((*codes, "max_whole_digits"), message % below),
            **options,
        )


class Keys(forms.CharField):
    """Keys with commas between them."""

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        parts = clean_line(str(value or "")).replace(";", ",").split(",")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, (tuple, list)) else value

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.prepare_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != self.to_python(data)


def shown(number: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds."""
    return None if number is None else Decimal(format(number.normalize(), "f"))


@dataclass(frozen=True)
class Cell:
    """One field on the page, with what stands beside it."""

    bound: BoundField
    quiet: bool = False
    conflict: bool = False
    language: str = ""
    language_name: str = ""

    @property
    def name(self) -> str:
        return self.bound.html_name

    @property
    def id(self) -> str:
        return str(self.bound.auto_id)

    @property
    def value(self) -> Any:
        return self.bound.value()

    @property
    def missing(self) -> bool:
        return bool(self.language) and not str(self.value or "").strip()

    @property
    def errors(self) -> Sequence[str]:
        return [] if self.quiet else [str(error) for error in self.bound.errors]

    @property
    def theirs(self) -> Any:
        """What stands in the database, where it is not what was typed here."""
        if not self.conflict or not self.bound._has_changed():  # type: ignore[attr-defined]
            return None
        stored = self.bound.field.prepare_value(self.bound.initial)
        return str(stored) if stored not in (None, "") else _("(empty)")

    @property
    def described_by(self) -> str:
        parts = [f"{self.id}-error"] if self.errors else []
        parts += [f"{self.id}-theirs"] if self.theirs else []
        parts += [f"{self.id}-help"] if self.bound.help_text else []
        return " ".join(parts)


@dataclass(frozen=True)
class Texts:
    """One text in all its languages, side by side."""

    id: str
    label: Any
    cells: Sequence[Cell]
    long: bool
    help: Any = ""

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in self.cells)
