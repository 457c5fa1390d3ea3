"""The form of a sample: its texts, and on each criterion the expert's level and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rubric.forms import NOT_ASSESSABLE, LineField, PlainField
from rubric.languages import language_label
from rubric.models import Criterion, Exemplar
from rubric.practice_view import part_names
from rubric.presenting import labels_of, share_version
from rubric.services.exemplars import COLUMNS, Reference, save_exemplar

#: Every description has a name, whether a criterion looks at it or not.
NAME = "name"
LONGEST_TEXT = 20_000
USES = (
    ("calibration", _("Practice")),
    ("boundary_case", _("Practice: on the boundary of passing")),
    ("exemplar", _("Example shown to learners")),
)


@dataclass(frozen=True)
class ReferenceRow:
    criterion: Criterion
    level: BoundField
    rationale: BoundField


class ExemplarForm(forms.ModelForm):  # type: ignore[type-arg]
    """Give an exemplar whose version is set; criteria are fetched with their levels."""

    class Meta:
        model = Exemplar
        fields = COLUMNS
        field_classes = {"title": LineField, "stage": LineField, "note": PlainField}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance.version
        self.criteria = list(version.criteria.prefetch_related("levels"))
        share_version(self.criteria, version)
        self.fields["language"] = _choice(_("Language"), _languages(version.languages))
        self.fields["use"] = _choice(_("Used for"), USES)
        self.parts = _parts(self.instance, self.criteria)
        for key, name in part_names(self.parts).items():
            self.fields[f"part-{key}"] = _text(name, rows=2 if key == NAME else 5)
            self.initial[f"part-{key}"] = self.instance.fields.get(key, "")
        for criterion in self.criteria:
            self.fields[f"level-{criterion.key}"] = _levels(criterion)
            self.fields[f"why-{criterion.key}"] = _text(_("Why this level"), rows=3)
        self._read_references()

    def _read_references(self) -> None:
        if not self.instance.pk:
            return
        for row in self.instance.ratings.select_related("criterion", "level"):
            value = str(row.level.value) if row.level else NOT_ASSESSABLE
            self.initial[f"level-{row.criterion.key}"] = value
            self.initial[f"why-{row.criterion.key}"] = row.rationale

    def column_fields(self) -> Sequence[BoundField]:
        return [self[name] for name in COLUMNS]

    def part_fields(self) -> Sequence[BoundField]:
        return [self[f"part-{key}"] for key in self.parts]

    def reference_rows(self) -> Iterator[ReferenceRow]:
        for criterion in self.criteria:
            level, why = f"level-{criterion.key}", f"why-{criterion.key}"
            yield ReferenceRow(criterion, self[level], self[why])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for criterion in self.criteria:
            why, level = f"why-{criterion.key}", f"level-{criterion.key}"
            if data.get(why) and not data.get(level):
                self.add_error(level, _("Choose the level that the reason is for."))
        return data

    def validate_unique(self) -> None:
        """The version is no field of the form, but a slug is unique within it."""
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        exclude -= {"version"}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError:
            self.add_error("slug", _("Another sample of the version has this."))

    def save(self, commit: bool = True) -> Exemplar:
        data = self.cleaned_data
        return save_exemplar(
            exemplar=self.instance,
            columns={name: data[name] for name in COLUMNS},
            fields={key: data[f"part-{key}"] for key in self.parts},
            references=dict(self._references()),
        )

    def _references(self) -> Iterator[tuple[Criterion, Reference]]:
        for criterion in self.criteria:
            chosen = self.cleaned_data[f"level-{criterion.key}"]
            if not chosen:
                continue
            levels = {str(level.value): level for level in criterion.levels.all()}
            why = self.cleaned_data[f"why-{criterion.key}"]
            yield criterion, Reference(levels.get(chosen), why)


def _parts(exemplar: Exemplar, criteria: Sequence[Criterion]) -> list[str]:
    """What the sample has already, and what the criteria look at, each once."""
    looked_at = [key for criterion in criteria for key in criterion.looks_at]
    return list(dict.fromkeys([NAME, *exemplar.fields, *looked_at]))


def _languages(codes: Sequence[str]) -> list[tuple[str, Any]]:
    return [(code, language_label(code)) for code in codes]


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)


def _text(label: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _levels(criterion: Criterion) -> forms.ChoiceField:
    labels = labels_of(criterion.version)
    choices = [("", gettext("Not practised"))]
    for level in criterion.levels.all():
        name = f"{level.value} {labels.get(level.value, '')}".strip()
        choices.append((str(level.value), name))
    choices.append((NOT_ASSESSABLE, str(criterion.version.not_assessable_label)))
    return forms.ChoiceField(
        label=_("The expert's level"), choices=choices, required=False
    )
