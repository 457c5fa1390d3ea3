"""What the page of the editor shows: the form, part by part."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rubric.cms.fields import Cell, Texts
from rubric.cms.forms import EditorForm
from rubric.cms.rows import (
    CriterionRow,
    Language,
    LevelRow,
    Problem,
    Step,
    shown_name,
)
from rubric.cms.shape import is_new
from rubric.content import WEIGHTS_SUM
from rubric.enums import RatedBy
from rubric.languages import language_label

BLANK = "new-0"
#: Beside the fields counted: the token, the revision and the button pressed.
OWN_FIELDS = 4
VERSION_LABELS = {
    "title": (_("Title"), ""),
    "purpose": (_("Purpose"), _("Shown to everyone.")),
    "assessor_note": (_("Note for assessors"), _("Never shown on the course page.")),
    "choose_level": (_("How to choose a level"), ""),
    "not_assessable_label": (_("Name of the state “not assessable”"), ""),
    "not_assessable_text": (_("What “not assessable” means"), ""),
    "rules_text": (_("Rules in words"), _("What it takes to pass, for learners.")),
    "disclaimer": (_("Disclaimer"), ""),
}
RULES = (
    *("minimum_level", "pass_mean", "parts_minimum_level", "parts_pass_mean"),
    *("distinction_mean", "distinction_level", "pooling"),
)


class EditorScreen:
    """`focus` is the element that the person goes on from."""

    def __init__(
        self,
        form: EditorForm,
        *,
        focus: str = "",
        added: Sequence[str] = (),
        gone: Sequence[str] = (),
    ) -> None:
        self.form, self.shape = form, form.shape
        self.focus, self.added, self.gone = focus, added, gone

    @cached_property
    def version_texts(self) -> list[Texts]:
        return [
            self.form.texts(f"t-{name}", label, help)
            for name, (label, help) in VERSION_LABELS.items()
        ]

    @cached_property
    def label(self) -> Cell:
        return self.form.cell("label")

    @cached_property
    def language_choice(self) -> Cell:
        return self.form.cell("languages")

    @cached_property
    def rules(self) -> list[Cell]:
        return [self.form.cell(name) for name in RULES]

    @cached_property
    def points_to_pass(self) -> Cell | None:
        return self.form.cell("points_to_pass") if self.shape.points else None

    @cached_property
    def steps(self) -> list[Step]:
        top = max(self.shape.kept_steps, default=0)
        return [
            Step(
                value=value,
                key=self.form.cell(f"s-{value}-key"),
                label=(texts := self.form.texts(f"s-{value}-label", _("Name"))),
                name=shown_name(texts),
                is_removed=self.shape.is_removed(f"s-{value}"),
                can_go=value == top and value > 1,
            )
            for value in self.shape.steps
        ]

    @cached_property
    def criteria(self) -> list[CriterionRow]:
        places = self.shape.criteria
        return [
            self._criterion(self.form, place, number, number == len(places))
            for number, place in enumerate(places, start=1)
        ]

    @cached_property
    def blank(self) -> CriterionRow:
        """The row that a script copies for a new criterion."""
        form = EditorForm(
            content=self.form.content, shape=replace(self.shape, criteria=(BLANK,))
        )
        form.initial[f"c-{BLANK}-weight"] = 1
        form.initial[f"c-{BLANK}-rated_by"] = RatedBy.EVERYONE
        return self._criterion(form, BLANK, len(self.shape.criteria) + 1, True)

    def _criterion(
        self, form: EditorForm, place: str, number: int, is_last: bool
    ) -> CriterionRow:
        prefix = f"c-{place}"
        name = form.texts(f"{prefix}-name", _("Name"))
        plain = ("weight", "is_gate", "needed_for_distinction")
        cells = {
            field: form.cell(f"{prefix}-{field}")
            for field in (*plain, "rated_by", "key", "looks_at")
        }
        return CriterionRow(
            place=place,
            number=number,
            title=shown_name(name) or gettext("New criterion"),
            name=name,
            question=form.texts(f"{prefix}-question", _("Question")),
            cells=cells,
            levels=[self._level(form, prefix, step) for step in self.steps],
            is_removed=self.shape.is_removed(prefix),
            is_first=number == 1,
            is_last=is_last,
            is_open=is_new(place) or place == BLANK or self._has_news(prefix),
            added_meanwhile=place in self.added,
            gone_meanwhile=place in self.gone,
        )

    def _level(self, form: EditorForm, prefix: str, step: Step) -> LevelRow:
        points = f"{prefix}-points{step.value}"
        label = f"{step.value} {step.name}".strip()
        return LevelRow(
            value=step.value,
            texts=form.texts(f"{prefix}-level{step.value}", label),
            points=form.cell(points) if self.shape.points else None,
            is_removed=step.is_removed,
        )

    def _has_news(self, prefix: str) -> bool:
        """Something in it is to be looked at: a fault, a conflict, the focus."""
        begin = f"{prefix}-"
        if self.focus.startswith(f"id_{begin}"):
            return True
        if self.form.conflict:
            return any(name.startswith(begin) for name in self.form.changed_data)
        return not self.form.quiet and any(e.startswith(begin) for e in self._errors)

    @cached_property
    def _errors(self) -> list[str]:
        return list(self.form.errors) if self.form.is_bound else []

    @cached_property
    def weights(self) -> int:
        kept = (row.weight for row in self.criteria if not row.is_removed)
        return sum(int(w) for w in kept if w.isdecimal() and len(w) < 6)

    wanted_weights = WEIGHTS_SUM

    @cached_property
    def languages(self) -> list[Language]:
        """What each language lacks, and where its first gap is."""
        missing: Counter[str] = Counter()
        first: dict[str, str] = {}
        for cell in self._text_cells():
            if cell.missing:
                missing[cell.language] += 1
                first.setdefault(cell.language, cell.id)
        return [
            Language(code, language_label(code), missing[code], first.get(code, ""))
            for code in self.shape.languages
        ]

    def _text_cells(self) -> Iterator[Cell]:
        rows = [row for row in self.criteria if not row.is_removed]
        steps = [step.label for step in self.steps if not step.is_removed]
        inside = [texts for row in rows for texts in row.texts]
        for texts in (*self.version_texts, *steps, *inside):
            yield from texts.cells

    @property
    def fields(self) -> int:
        """How many fields are posted when the form is saved."""
        many = len(self.shape.languages) - 1
        shape = len(self.shape.criteria) + len(self.shape.steps)
        return len(self.form.fields) + many + shape + self.shape.points + OWN_FIELDS

    @property
    def most_fields(self) -> int | None:
        return settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

    @property
    def is_too_big(self) -> bool:
        return self.most_fields is not None and self.fields > self.most_fields

    @cached_property
    def problems(self) -> list[Problem]:
        if self.form.quiet or not self.form.is_bound:
            return []
        return [
            Problem(self._where(name), str(message), f"id_{name}")
            for name, messages in self.form.errors.items()
            for message in messages
        ]

    def _where(self, name: str) -> str:
        if name not in self.form.fields:
            return ""
        field = self.form.fields[name]
        label = str(field.label or "")
        for row in self.criteria:
            if name.startswith(f"c-{row.place}-"):
                return f"{row.number} {row.title}{f': {label}' if label else ''}"
        if name.startswith("s-"):
            return gettext("Level %s") % name.split("-")[1]
        return label
