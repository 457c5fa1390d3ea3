"""The form of a draft: its texts, rules, scale, criteria and their levels.

Every field is named here. A criterion is named by its uuid, or by `new-1` until it is
saved; a level by its value. Nothing that is posted beside these fields is read.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rubric.cms.fields import Amount, Cell, Keys, Number, Text, Texts
from rubric.cms.shape import CRITERION_TEXTS, Shape, initial_of
from rubric.content import VERSION_TEXTS, WEIGHTS_SUM, RubricContent
from rubric.enums import Pooling, RatedBy
from rubric.forms import LineField
from rubric.languages import language_label

ONE_LINE = {"title", "not_assessable_label"}
"""Texts of the version that are one line."""


class EditorForm(forms.Form):
    """Give `shape` what the form holds, and `content` what stands in the database."""

    def __init__(
        self,
        *,
        content: RubricContent,
        shape: Shape,
        data: QueryDict | None = None,
        quiet: bool = False,
        conflict: bool = False,
    ) -> None:
        super().__init__(data, initial=initial_of(content), auto_id="id_%s")
        self.content, self.shape = content, shape
        self.quiet, self.conflict = quiet, conflict
        self.fields.update(self._fields())

    # ---- which fields there are ----
    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        yield "label", _label_field()
        yield "languages", languages_field(self.shape.languages)
        for name in VERSION_TEXTS:
            yield from self._texts(f"t-{name}", long=name not in ONE_LINE)
        yield from _rule_fields(len(self.shape.steps), self.shape.points)
        for value in self.shape.steps:
            yield f"s-{value}-key", forms.CharField(required=False, label=_("Key"))
            yield from self._texts(f"s-{value}-label")
        for place in self.shape.criteria:
            yield from self._criterion(f"c-{place}")

    def _criterion(self, prefix: str) -> Iterator[tuple[str, forms.Field]]:
        for name, long in CRITERION_TEXTS.items():
            yield from self._texts(f"{prefix}-{name}", long=long)
        for name, field in _criterion_fields():
            yield f"{prefix}-{name}", field
        for value in self.shape.steps:
            yield from self._texts(f"{prefix}-level{value}", long=True)
            if self.shape.points:
                amount = Amount(below=10_000, required=False, label=_("Points"))
                yield f"{prefix}-points{value}", amount

    def _texts(self, name: str, *, long: bool = False) -> Iterator[tuple[str, Text]]:
        for language in self.shape.languages:
            yield f"{name}-{language}", Text(long=long, language=language)

    def clean(self) -> dict[str, Any]:
        """What is marked to go need not be right."""
        gone = tuple(f"{name}-" for name in self.shape.removed)
        for name in [name for name in self.errors if gone and name.startswith(gone)]:
            del self.errors[name]
            self.cleaned_data[name] = None
        return self.cleaned_data

    # ---- how they stand on the page ----
    def cell(self, name: str) -> Cell:
        return Cell(self[name], quiet=self.quiet, conflict=self.conflict)

    def texts(self, name: str, label: Any, help: Any = "") -> Texts:
        cells = [
            Cell(
                self[f"{name}-{language}"],
                quiet=self.quiet,
                conflict=self.conflict,
                language=language,
                language_name=language_label(language),
            )
            for language in self.shape.languages
        ]
        field = self.fields[f"{name}-{self.shape.languages[0]}"]
        return Texts(name, label, cells, isinstance(field.widget, forms.Textarea), help)


def _label_field() -> LineField:
    """What is refused here is told together with all the other faults of the form."""
    missing = _("Give the version a name, for example 1.1.")
    return LineField(
        label=_("Name of the version"), error_messages={"required": missing}
    )


def languages_field(languages: Sequence[str]) -> forms.MultipleChoiceField:
    codes = dict.fromkeys([*languages, *(code for code, _name in settings.LANGUAGES)])
    return forms.MultipleChoiceField(
        label=_("Languages"),
        error_messages={"required": _("Choose at least one language.")},
        choices=[(code, language_label(code)) for code in codes],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A version is published when no text is missing in these languages. The "
            "texts of a language that you leave out are kept."
        ),
    )


def _rule_fields(top: int, points: bool) -> Iterator[tuple[str, forms.Field]]:
    def level(label: Any, **options: Any) -> Number:
        return Number(least=1, most=top, label=label, **options)

    def mean(label: Any, **options: Any) -> Amount:
        return Amount(below=100, label=label, **options)

    optional = {"required": False}
    yield "minimum_level", level(_("Minimum level on every criterion"))
    yield "pass_mean", mean(_("Weighted mean to pass"))
    yield "parts_minimum_level", level(_("Minimum level in an exercise"))
    yield "parts_pass_mean", mean(_("Mean to accept an exercise"), **optional)
    yield "distinction_mean", mean(_("Mean for distinction"), **optional)
    yield (
        "distinction_level",
        level(
            _("Level for distinction"),
            help_text=_("On each criterion that is marked for distinction."),
        ),
    )
    if points:
        yield (
            "points_to_pass",
            Amount(below=10_000, label=_("Points to pass"), **optional),
        )
    yield (
        "pooling",
        forms.ChoiceField(label=_("Several assessors"), choices=Pooling.choices),
    )


def _criterion_fields() -> Iterator[tuple[str, forms.Field]]:
    yield "weight", Number(least=1, most=WEIGHTS_SUM, label=_("Weight"))
    yield "is_gate", forms.BooleanField(required=False, label=_("Gate"))
    yield (
        "needed_for_distinction",
        forms.BooleanField(required=False, label=_("Needed for distinction")),
    )
    yield "rated_by", forms.ChoiceField(label=_("Rated by"), choices=RatedBy.choices)
    yield (
        "key",
        forms.CharField(
            required=False,
            label=_("Key"),
            help_text=_("For people and files; made from the name when left empty."),
        ),
    )
    yield (
        "looks_at",
        Keys(
            required=False,
            max_length=1000,
            label=_("Looks at"),
            help_text=_("Keys of the parts of the work, with commas between them."),
        ),
    )
