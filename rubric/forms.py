"""The form of an assessment: a level and comments for each criterion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rubric.enums import Aspect
from rubric.exceptions import RatingConflict
from rubric.interchange.self_rating import NOTE_LIMIT, TITLE_LIMIT
from rubric.models import Assessment, Criterion, CriterionRating
from rubric.models.assessment import COMMENT_LIMIT
from rubric.rating_guard import (
    NOT_ASSESSABLE,
    GuardedForm,
    comment_name,
    joined,
    level_name,
)
from rubric.services.assessing import rate
from valmentamo.texts import clean_line, plain_text

TOO_LONG = _(
    "The text is too long: at most %(limit_value)d characters, now %(show_value)d."
)


@dataclass(frozen=True)
class RatingRow:
    """One criterion of the form, for the template."""

    criterion: Criterion
    level: BoundField
    comments: Sequence[BoundField]
    offers_not_assessable: bool


class RatingForm(GuardedForm):
    """Fields `level-<key>` ('' , '1'…, 'na') and `comment-<key>[-<aspect>]`.

    Give an `assessment` to show and to change what it holds. `required` asks a level
    or "not assessable" for every criterion; without it a draft may have gaps.
    Fetch the criteria with their levels: the form asks the database for nothing else.
    Put `{{ form.seen }}` on the page: it guards what another window has saved.
    """

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[Criterion],
        assessment: Assessment | None = None,
        aspects: Sequence[str] = (Aspect.GENERAL,),
        allow_not_assessable: bool = True,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        self.criteria = list(criteria)
        self.assessment = assessment
        self.allow_not_assessable = allow_not_assessable
        self.aspects = [Aspect(aspect) for aspect in aspects]
        stored = _stored(assessment, self.criteria)
        kwargs["initial"] = {**stored, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for criterion in self.criteria:
            self.fields[level_name(criterion)] = _level_field(
                criterion, allow_not_assessable, required
            )
            for aspect in self.aspects:
                self.fields[comment_name(criterion, aspect)] = _comment_field(aspect)

    def rows(self) -> Iterator[RatingRow]:
        for criterion in self.criteria:
            yield RatingRow(
                criterion=criterion,
                level=self[level_name(criterion)],
                comments=[self[comment_name(criterion, a)] for a in self.aspects],
                offers_not_assessable=self.allow_not_assessable,
            )

    @transaction.atomic
    def save(
        self,
        *,
        by: Any,
        at: datetime | None = None,
        assessment: Assessment | None = None,
    ) -> list[CriterionRating]:
        """Rate the criteria that were changed; refusals are those of `rate`.

        After `RatingConflict` nothing is written, and the form shows both what was
        typed and what another window has saved; sent again it wins.
        """
        target = assessment or self.assessment
        if target is None:
            raise ValueError("There is no assessment to save the ratings in.")
        ratings, conflicts, seen = [], {}, self.revisions_seen()
        for criterion in self.criteria:
            names = [comment_name(criterion, aspect) for aspect in self.aspects]
            if {level_name(criterion), *names}.isdisjoint(self.changed_data):
                continue
            given = self._choice(criterion) | {"revision": seen.get(criterion.key)}
            try:
                rating = rate(assessment=target, by=by, at=at, **given)
                ratings += [rating] if rating else []
            except RatingConflict as conflict:
                conflicts[criterion.key] = conflict
        if conflicts:
            self.show_conflicts(conflicts)
            raise next(iter(conflicts.values()))
        return ratings

    def _choice(self, criterion: Criterion) -> dict[str, Any]:
        chosen = self.cleaned_data[level_name(criterion)]
        levels = {str(level.value): level for level in criterion.levels.all()}
        return {
            "criterion": criterion,
            "level": levels.get(chosen),
            "not_assessable": chosen == NOT_ASSESSABLE,
            "comments": {
                aspect.value: self.cleaned_data[comment_name(criterion, aspect)]
                for aspect in self.aspects
            },
        }


class SelfRatingForm(RatingForm):
    """The form of the public page: a level for each criterion, a note where one likes,
    and what the text is called. It saves nothing."""

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(
            *args,
            criteria=criteria,
            allow_not_assessable=False,
            required=True,
            **kwargs,
        )
        del self.fields["seen"]
        for criterion in self.criteria:
            self.fields[comment_name(criterion)] = _note_field()
        self.fields["title"] = LineField(
            label=_("Name of the innovation"),
            required=False,
            max_length=TITLE_LIMIT,
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            error_messages={"max_length": TOO_LONG},
        )

    @property
    def levels(self) -> dict[str, int]:
        """The chosen levels by the key of the criterion, once the form is valid."""
        return {c.key: int(self.cleaned_data[level_name(c)]) for c in self.criteria}

    @property
    def notes(self) -> dict[str, str]:
        return {c.key: self.cleaned_data[comment_name(c)] for c in self.criteria}

    def posted(self) -> Iterator[tuple[str, str]]:
        """What was accepted, as names and values that can be posted again."""
        for name in self.fields:
            yield name, str(self.cleaned_data[name])


class PlainField(forms.CharField):
    """Text that is cleaned before it is measured, so that line ends count once."""

    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "")


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


def _level_field(
    criterion: Criterion, allow_not_assessable: bool, required: bool
) -> forms.ChoiceField:
    choices = [(str(x.value), str(x.descriptor)) for x in criterion.levels.all()]
    if allow_not_assessable:
        choices.append((NOT_ASSESSABLE, gettext("Not assessable")))
    return forms.ChoiceField(
        label=str(criterion.name),
        choices=choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a level for “%(criterion)s”.")
            % {"criterion": criterion.name},
            "invalid_choice": _("Choose one of the levels shown."),
        },
    )


def _comment_field(aspect: Aspect) -> PlainField:
    return PlainField(
        label=aspect.label,
        required=False,
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input input-s"}),
        error_messages={
            "max_length": _(
                "The comment is too long: at most %(limit_value)d characters, now "
                "%(show_value)d."
            )
        },
    )


def _note_field() -> PlainField:
    return PlainField(
        label=_("Own note (optional)"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "input input-s", "autocomplete": "off"}
        ),
        error_messages={"max_length": TOO_LONG},
    )


def _stored(
    assessment: Assessment | None, criteria: Iterable[Criterion]
) -> Mapping[str, str]:
    """What the page begins with; an assessment that is not yet begun begins at 0."""
    seen = {criterion.key: 0 for criterion in criteria}
    values = {"seen": joined(seen)}
    if assessment is None:
        return values
    for rating in assessment.ratings.select_related("criterion", "level"):
        value = str(rating.level.value) if rating.level else NOT_ASSESSABLE
        values[level_name(rating.criterion)] = value
    asked = assessment.asked.select_related("criterion").prefetch_related("comments")
    for row in asked:
        seen[row.criterion.key] = row.revision
        for comment in row.comments.all():
            values[comment_name(row.criterion, comment.aspect)] = comment.text
    return values | {"seen": joined(seen)}
