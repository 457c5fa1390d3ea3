"""Forms of those who rate: the rubric's form with what coaches and peers need more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import DecisionOutcome
from courses.services.peers import ASPECTS
from courses.services.review import MISSING_LENGTH, RatingInput
from rubric.enums import Aspect
from rubric.forms import RatingForm, RatingRow
from rubric.models import Criterion
from rubric.rating_guard import NOT_ASSESSABLE, comment_name, in_words, level_name
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

    asked_aspects: Sequence[str] = COACH_ASPECTS
    comments_required = False
    comment_label: Any = None

    def __init__(self, *args: Any, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, aspects=self.asked_aspects, required=complete, **kwargs)
        self.complete = complete
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
            chosen = in_words(row.criterion, str(row.level.value() or ""))
            yield NumberedRow(row, number, chosen)

    def ratings(self) -> dict[str, RatingInput]:
        """What was given, by the key of the criterion."""
        return {criterion.key: self._given(criterion) for criterion in self.criteria}

    def _given(self, criterion: Criterion) -> RatingInput:
        value = self.cleaned_data[level_name(criterion)]
        return RatingInput(
            revision=self.revisions_seen().get(criterion.key),
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


class SecondReadingForm(AssessorForm):
    """What a second reader gives: levels, and notes that no learner sees."""

    comment_label = _("Note to the other coaches")
