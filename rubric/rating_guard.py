"""The part of a rating form that knows what its page has seen, so that nothing that was
saved in another window is written over unread."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from rubric.enums import Aspect
from rubric.exceptions import RatingConflict
from rubric.models import Assessment, Criterion
from rubric.presenting import labels_of

NOT_ASSESSABLE = "na"


class GuardedForm(forms.Form):
    """Put the hidden field `seen` on the page: without it the last one to save wins."""

    #: The revision of each criterion that the page has seen: `need.3,ethics.0`.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    criteria: Sequence[Criterion]
    aspects: Sequence[Aspect]
    assessment: Assessment | None

    def show_conflicts(self, conflicts: Mapping[str, RatingConflict]) -> None:
        """Keep what was typed, tell beside it what stands, and let the next save win."""
        seen = self.revisions_seen()
        for criterion in self.criteria:
            if conflict := conflicts.get(criterion.key):
                seen[criterion.key] = conflict.revision
                self._show_conflict(criterion, conflict)
        self._show_seen(joined(seen))

    def note_saved(self, assessment: Assessment) -> None:
        """The ratings are saved; should the page be shown again, it has seen them."""
        self.assessment = assessment
        rows = assessment.asked.values_list("criterion__key", "revision")
        self._show_seen(joined(dict(rows.order_by())))

    def revisions_seen(self) -> dict[str, int]:
        pairs = (x.partition(".") for x in self.cleaned_data.get("seen", "").split(","))
        return {
            key: int(number)
            for key, _dot, number in pairs
            if number.isdecimal() and len(number) < 10
        }

    def _show_seen(self, revisions: str) -> None:
        # A posted QueryDict can't be changed, but its copy can.
        self.data = copy(self.data)
        self.data[self.add_prefix("seen")] = revisions  # type: ignore[index]

    def _show_conflict(self, criterion: Criterion, conflict: RatingConflict) -> None:
        self.add_error(level_name(criterion), level_saved(criterion, conflict))
        for aspect, words in texts_saved(conflict, self.aspects):
            self.add_error(comment_name(criterion, aspect), words)


def level_saved(criterion: Criterion, conflict: RatingConflict) -> str:
    """What stands in the place of the level that was not saved."""
    theirs = conflict.theirs
    value = NOT_ASSESSABLE if theirs.not_assessable else str(theirs.level or "")
    return _("In another window you have saved: %(level)s.") % {
        "level": in_words(criterion, value) or _("no level")
    }


def texts_saved(
    conflict: RatingConflict, aspects: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """By aspect what stands in the place of a text that was not saved."""
    for aspect in aspects:
        text = conflict.theirs.comments.get(str(aspect), "")
        if text and text != conflict.mine.comments.get(str(aspect)):
            yield (
                aspect,
                _("In another window you have saved: %(text)s") % {"text": text},
            )


def level_name(criterion: Criterion) -> str:
    return f"level-{criterion.key}"


def comment_name(criterion: Criterion, aspect: str = Aspect.GENERAL) -> str:
    name = f"comment-{criterion.key}"
    return f"{name}-{Aspect(aspect).value}" if aspect else name


def in_words(criterion: Criterion, value: str) -> str:
    """ "3 Convincing", or the words for "not assessable"; nothing when nothing is chosen."""
    if value == NOT_ASSESSABLE:
        return str(criterion.version.not_assessable_label)
    labels = {
        str(level): label for level, label in labels_of(criterion.version).items()
    }
    label = labels.get(value)
    return f"{value} {label}" if label else ""


def joined(seen: Mapping[str, int]) -> str:
    return ",".join(f"{key}.{revision}" for key, revision in seen.items())
