"""Forms of those who rate: the rubric's form with what coaches and peers need more."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import DecisionOutcome
from courses.services.peers import ASPECTS
from courses.services.review import MISSING_LENGTH, RatingInput
from rubric.enums import Aspect
from rubric.exceptions import RatingConflict
from rubric.forms import NOT_ASSESSABLE, RatingForm, RatingRow, comment_name, level_name
from rubric.models import Assessment, Criterion
from rubric.presenting import labels_of
from valmentamo.texts import clean_line

COACH_ASPECTS = (Aspect.GENERAL,)


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row of the form with its place and the level chosen so far, in words."""

    row: RatingRow
    number: int
    chosen: str

    @property
    def criterion(self) -> Criterion:
        return self.row.criterion

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in (self.row.level, *self.row.comments))


class AssessorForm(RatingForm):
    """A level and comments for each criterion. A draft may leave anything open;
    `complete` asks for a level, or "not assessable", on every criterion."""

    #: The revision of each criterion that the page has seen: `need.3,ethics.0`.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    asked_aspects: Sequence[str] = COACH_ASPECTS
    comments_required = False
    comment_label: Any = None

    def __init__(self, *args: Any, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, aspects=self.asked_aspects, required=complete, **kwargs)
        self.complete = complete
        self.fields["seen"].initial = self._revisions
        for criterion in self.criteria:
            # The list of errors names the criterion before it.
            level = self.fields[level_name(criterion)]
            level.error_messages["required"] = _("Choose a level, or “not assessable”.")
            for aspect in self.aspects:
                self._shape_comment(criterion, aspect)

    def _shape_comment(self, criterion: Criterion, aspect: str) -> None:
        field = self.fields[comment_name(criterion, aspect)]
        if self.comment_label:
            field.label = self.comment_label
        # Alone in the list of errors a field must say whose it is.
        field.summary_label = f"{criterion.name}, {field.label}"  # type: ignore[attr-defined]
        field.required = self.complete and self.comments_required
        field.error_messages["required"] = _("Write a sentence or two here.")

    def numbered_rows(self) -> Iterator[NumberedRow]:
        for number, row in enumerate(self.rows(), start=1):
            chosen = _in_words(row.criterion, str(row.level.value() or ""))
            yield NumberedRow(row, number, chosen)

    def ratings(self) -> dict[str, RatingInput]:
        """What was given, by the key of the criterion."""
        return {criterion.key: self._given(criterion) for criterion in self.criteria}

    def show_conflicts(self, conflicts: Mapping[str, RatingConflict]) -> None:
        """Keep what was typed, tell beside it what stands, and let the next save win."""
        seen = self._seen()
        for criterion in self.criteria:
            if conflict := conflicts.get(criterion.key):
                seen[criterion.key] = conflict.revision
                self._show_conflict(criterion, conflict)
        self._show_seen(_joined(seen))

    def note_saved(self, assessment: Assessment) -> None:
        """The ratings are saved; should the page be shown again, it has seen them."""
        self.assessment = assessment
        self._show_seen(self._revisions())

    def _show_seen(self, revisions: str) -> None:
        # A posted QueryDict can't be changed, but its copy can.
        self.data = copy(self.data)
        self.data[self.add_prefix("seen")] = revisions  # type: ignore[index]

    def _show_conflict(self, criterion: Criterion, conflict: RatingConflict) -> None:
        theirs = conflict.theirs
        value = NOT_ASSESSABLE if theirs.not_assessable else str(theirs.level or "")
        self.add_error(
            level_name(criterion),
            _("In another window you have saved: %(level)s.")
            % {"level": _in_words(criterion, value) or _("no level")},
        )
        for aspect in self.aspects:
            text = theirs.comments.get(str(aspect), "")
            if text and text != conflict.mine.comments.get(str(aspect)):
                self.add_error(
                    comment_name(criterion, aspect),
                    _("In another window you have saved: %(text)s") % {"text": text},
                )

    def _revisions(self) -> str:
        """As they stand; a review that is not yet begun begins at 0."""
        found = {criterion.key: 0 for criterion in self.criteria}
        if self.assessment is not None:
            rows = self.assessment.asked.values_list("criterion__key", "revision")
            found.update(rows.order_by())
        return _joined(found)

    def _seen(self) -> dict[str, int]:
        pairs = (x.partition(".") for x in self.cleaned_data.get("seen", "").split(","))
        return {
            key: int(number)
            for key, _dot, number in pairs
            if number.isdecimal() and len(number) < 10
        }

    def _given(self, criterion: Criterion) -> RatingInput:
        value = self.cleaned_data[level_name(criterion)]
        return RatingInput(
            revision=self._seen().get(criterion.key),
            level=int(value) if value and value != NOT_ASSESSABLE else None,
            not_assessable=value == NOT_ASSESSABLE,
            comments={
                str(aspect): self.cleaned_data[comment_name(criterion, aspect)]
                for aspect in self.aspects
            },
        )


class PeerForm(AssessorForm):
    """What a peer gives: a level, a strength, a question and a suggestion."""

    asked_aspects = ASPECTS
    comments_required = True


class ReviewForm(AssessorForm):
    """What a coach gives: levels, comments and, when sending, the decision."""

    comment_label = _("Comment to the participant")

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (DecisionOutcome.ACCEPTED, _("Accept")),
            (DecisionOutcome.RETURNED, _("Return to be completed")),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Choose whether to accept or to return.")},
    )
    unanswered = forms.MultipleChoiceField(
        label=_("Unanswered parts of the prompt"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    missing = forms.CharField(
        label=_("Which part is unanswered, in your own words"),
        max_length=MISSING_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(
        self, *args: Any, parts: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].required = self.complete
        self.fields["unanswered"].choices = list(parts)  # type: ignore[attr-defined]
        own = list(self.base_fields)
        self.order_fields([name for name in self.fields if name not in own] + own)

    def clean_missing(self) -> str:
        return clean_line(self.cleaned_data["missing"])


def _joined(seen: Mapping[str, int]) -> str:
    return ",".join(f"{key}.{revision}" for key, revision in seen.items())


def _in_words(criterion: Criterion, value: str) -> str:
    """ "3 Convincing", or the words for "not assessable"; nothing when nothing is chosen."""
    if value == NOT_ASSESSABLE:
        return str(criterion.version.not_assessable_label)
    labels = {
        str(level): label for level, label in labels_of(criterion.version).items()
    }
    label = labels.get(value)
    return f"{value} {label}" if label else ""
