"""The one thing that a person does next on the way to the certificate; asks no rows."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.enums import ExerciseType, SubmissionState
from courses.models import Exercise
from courses.progress import DETAILS, PEER_REVIEWS, Item, Progress


@dataclass(frozen=True, slots=True)
class ExerciseLink:
    exercise: Exercise
    title: str
    url: str
    item: Item
    #: Whether anything has been written: a draft may also be empty.
    is_begun: bool = False

    @property
    def state(self) -> str:
        state = self.item.state
        return "" if state == SubmissionState.DRAFT and not self.is_begun else state

    @property
    def is_peer_review(self) -> bool:
        return self.exercise.type == ExerciseType.PEER_REVIEW

    @property
    def note(self) -> str:
        """Where the answer is, in a few words."""
        if self.item.joined_too_late:
            return _("passed before you joined; ask your coach")
        notes: dict[str, str] = {
            SubmissionState.SUBMITTED: _("with the coach"),
            SubmissionState.RETURNED: _("to be completed"),
            SubmissionState.DRAFT: pgettext("answer", "draft"),
        }
        return notes.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do now. `kind` picks the words; `exercise` may be None."""

    kind: str
    exercise: ExerciseLink | None = None


def next_step(progress: Progress, links: Collection[ExerciseLink]) -> Step:
    """What is returned comes first, then the first open exercise of the course."""
    return _work(progress, _needed(progress, links)) or _last(progress)


def _needed(progress: Progress, links: Collection[ExerciseLink]) -> list[ExerciseLink]:
    """What the certificate still needs, in the order of the course."""
    keys = {item.pk for c in progress.conditions for item in c.open_items}
    owes_peers = not progress[PEER_REVIEWS].met
    return [
        link
        for link in links
        if link.exercise.pk in keys or (owes_peers and link.is_peer_review)
    ]


def _work(progress: Progress, needed: Collection[ExerciseLink]) -> Step | None:
    for link in needed:
        if link.state == SubmissionState.RETURNED:
            return Step("returned", link)
    for link in needed:
        if link.is_peer_review:
            if not progress[PEER_REVIEWS].met:
                return Step("peer", link)
        elif link.state == SubmissionState.DRAFT:
            return Step("continue", link)
        elif not link.state:
            return Step("begin", link)
    return None


def _last(progress: Progress) -> Step:
    return Step("waiting" if progress[DETAILS].met else "details")
