"""The answer form of one exercise, laid out from the shape of its answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.answers import Part, Shape, count_words, marked, split_cell
from courses.enums import PartKind
from courses.forms.answer import ANSWER, SEEN, PostedField, seen_mark
from courses.models import DraftField, FieldProposal

#: Stands for the row's number in the row that a script copies.
NEW_ROW = "{row}"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a limit is used; `unit` is words or characters."""

    used: int
    limit: int
    unit: str

    @property
    def over(self) -> int:
        return max(0, self.used - self.limit)


@dataclass(slots=True)
class FormField:
    """A field as shown: the text may be newer than what is saved (`seen`)."""

    part: Part
    key: str
    text: str
    seen: str
    label: str
    help: str = ""
    language: str = ""
    errors: list[str] = field(default_factory=list)
    proposal: FieldProposal | None = None
    rows: int = 3

    @property
    def name(self) -> str:
        return ANSWER + self.key

    @property
    def seen_name(self) -> str:
        return SEEN + self.key

    @property
    def id(self) -> str:
        return field_id(self.key)

    @property
    def hint(self) -> str:
        limits = limits_text(self.part)
        ends = not self.help or not limits or self.help.endswith((".", "?", "!"))
        return f"{self.help}{'' if ends else '.'} {limits}".strip()

    @property
    def budget(self) -> Budget | None:
        if self.part.max_words:
            return Budget(count_words(self.text), self.part.max_words, "words")
        if self.part.max_chars:
            return Budget(len(self.text.strip()), self.part.max_chars, "characters")
        return None

    @property
    def described_by(self) -> str:
        parts = [("hint", self.hint), ("budget", self.budget), ("error", self.errors)]
        return " ".join(f"{self.id}-{name}" for name, shown in parts if shown)

    @property
    def input_rows(self) -> int:
        """Roughly as many lines as the text has, so that it can be read without CSS."""
        lines = sum(1 + len(line) // 70 for line in self.text.split("\n"))
        return max(self.rows, min(lines + 1, 30))


@dataclass(slots=True)
class TableRow:
    number: int | str
    cells: list[FormField]


@dataclass(slots=True)
class Choice:
    key: str
    label: str
    checked: bool


@dataclass(slots=True)
class Marks:
    """A choice of description fields."""

    field: FormField
    choices: list[Choice]


@dataclass(slots=True)
class AnswerForm:
    """`before` and `after` stand above and below the table."""

    before: list[FormField]
    rows: list[TableRow]
    blank: TableRow | None
    after: list[FormField]
    marks: list[Marks]
    min_rows: int = 0
    may_add_row: bool = False

    @property
    def fields(self) -> Iterable[FormField]:
        yield from self.before
        for row in self.rows:
            yield from row.cells
        yield from self.after
        yield from (mark.field for mark in self.marks)


def field_id(key: str) -> str:
    return "a-" + key.replace(".", "-")


def limits_text(part: Part) -> str:
    if part.min_words and part.max_words:
        return _("%(least)d–%(most)d words.") % {
            "least": part.min_words,
            "most": part.max_words,
        }
    if part.max_words:
        return _("At most %(most)d words.") % {"most": part.max_words}
    if part.min_words:
        return _("At least %(least)d words.") % {"least": part.min_words}
    if part.max_chars:
        return _("At most %(most)d characters.") % {"most": part.max_chars}
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What goes into the fields: saved drafts, what was posted and not saved, faults."""

    drafts: Mapping[str, DraftField] = field(default_factory=dict)
    unsaved: Mapping[str, PostedField] = field(default_factory=dict)
    faults: Sequence[tuple[str, str]] = ()
    proposals: Mapping[str, FieldProposal] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)
    choice_labels: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    rows: int = 0

    def field(self, part: Part, key: str) -> FormField:
        draft = self.drafts.get(key)
        text = draft.text if draft else ""
        seen = seen_mark(draft.revision if draft else 0, text)
        if unsaved := self.unsaved.get(key):
            text, seen = unsaved.text, unsaved.seen
        return FormField(
            part=part,
            key=key,
            text=text,
            seen=seen,
            label=_label(part),
            help=self.helps.get(key, ""),
            language=draft.language if draft else self.language,
            errors=[message for fault, message in self.faults if fault == key],
            proposal=self.proposals.get(key),
            rows=12 if part.kind == PartKind.TEXT else 3,
        )


def lay_out(shape: Shape, filling: Filling) -> AnswerForm:
    before: list[FormField] = []
    after: list[FormField] = []
    marks: list[Marks] = []
    for part in shape.singles:
        shown = filling.field(part, part.key)
        if part.kind == PartKind.MARKS:
            marks.append(_marks(shape, shown, filling.choice_labels))
        elif part.kind == PartKind.CLOSING:
            after.append(shown)
        else:
            before.append(shown)
    rows = [_row(shape, filling, n) for n in range(1, _row_count(shape, filling) + 1)]
    return AnswerForm(
        before,
        rows,
        _row(shape, Filling(), NEW_ROW) if rows else None,
        after,
        marks,
        min_rows=shape.min_rows,
        may_add_row=0 < len(rows) < shape.max_rows,
    )


def _row(shape: Shape, filling: Filling, number: int | str) -> TableRow:
    cells = [filling.field(p, f"{p.key}.{number}") for p in shape.columns]
    return TableRow(number, cells)


def _row_count(shape: Shape, filling: Filling) -> int:
    """Filled rows and one blank, never fewer than the fewest asked."""
    if not shape.columns:
        return 0
    texts = {key: draft.text for key, draft in filling.drafts.items()}
    texts |= {key: posted.text for key, posted in filling.unsaved.items()}
    filled = [
        cell[1]
        for key, text in texts.items()
        if text.strip() and (cell := split_cell(key)) and shape.part(key)
    ]
    faulty = [cell[1] for key, _text in filling.faults if (cell := split_cell(key))]
    following = [number + 1 for number in filled]
    wanted = max([shape.min_rows, filling.rows, *following, *faulty])
    return min(max(wanted, 1), shape.max_rows)


def _marks(shape: Shape, shown: FormField, labels: Mapping[str, str]) -> Marks:
    chosen = marked(shape, shown.text)
    return Marks(
        shown,
        [Choice(key, labels.get(key, key), key in chosen) for key in shape.choices],
    )


def _label(part: Part) -> str:
    return part.label or _("Answer")
