"""Refusals of the courses app. Each message says what happened and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class CoursesError(Exception):
    """Root of every refusal; `str(error)` is fit for the person."""

    message = _("This can't be done right now.")

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else str(self.message)


class EnrolmentClosed(CoursesError):
    message = _("Enrolment in this cohort is closed. Choose another cohort.")


class AlreadyEnrolled(CoursesError):
    message = _("You are already in this cohort.")


class AlreadyInTeam(CoursesError):
    message = _("You already have a team in this cohort.")


class TeamFull(CoursesError):
    message = _(
        "The team is full. Ask the team to check its members, or form your own."
    )


class UnknownJoinCode(CoursesError):
    message = _(
        "No team of this cohort has this code. Check the code with the person who gave it."
    )


class NotAMember(CoursesError):
    message = _("You are not a member of this team any more.")


class NotAllowedNow(CoursesError):
    """The move isn't in the table of transitions."""

    message = _("The answer has moved on meanwhile. Open it again to see where it is.")


class UnknownField(CoursesError):
    message = _("The exercise has no such field. Reload the page and try again.")


class TextTooLong(CoursesError):
    """Longer than any field takes. The text is handed back, so that it isn't lost."""

    def __init__(self, key: str, text: str, most: int) -> None:
        self.key, self.text, self.most = key, text, most
        super().__init__(
            _(
                "The text is %(length)d characters long and was not saved: one field "
                "takes at most %(most)d. Shorten it and save again."
            )
            % {"length": len(text), "most": most}
        )


class NotTheCoach(CoursesError):
    message = _(
        "You don't coach this cohort today, or the work is that of your own team."
    )


class NotTheSecondReader(CoursesError):
    message = _(
        "This answer isn't open to you for a second reading: somebody has sent one, you "
        "have read it as its first coach, or it is your own team's."
    )


class RatingsChanged(CoursesError):
    """The same person has saved in another window. `conflicts` has both, by the key of
    the criterion (`rubric.exceptions.RatingConflict`)."""

    message = _(
        "You have saved something else in another window since you opened this page. "
        "Nothing was saved now. Check the places marked and save again."
    )

    def __init__(self, conflicts: Mapping[str, Any]) -> None:
        self.conflicts = dict(conflicts)
        super().__init__()


class FieldConflict(CoursesError):
    """Somebody saved the same field first. Both texts are kept for the person to choose."""

    message = _("A team-mate changed the same text at the same time.")

    def __init__(self, key: str, theirs: str, mine: str, revision: int) -> None:
        super().__init__(str(self.message))
        self.key, self.theirs, self.mine, self.revision = key, theirs, mine, revision


class Incomplete(CoursesError):
    """What an answer still lacks, as (field key, message) pairs in the order of the form."""

    message = _("The answer can't be submitted yet.")

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(str(self.message))
        self.faults = list(faults)


class AlreadyDecided(CoursesError):
    message = _(
        "Another coach has already answered this round. Your text is kept below."
    )


class DecisionRefused(CoursesError):
    """The levels don't allow this decision; the message names the rule."""


class NothingToReview(CoursesError):
    message = _("No description is waiting for peer feedback right now.")


class AttachmentRefused(CoursesError):
    """The file is too large or of a type that isn't taken; the message says which."""


class ImportFaults(CoursesError):
    """Every fault of a course file, as (path, message) pairs; nothing was written."""

    message = _("The file can't be read as a course.")

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(str(self.message))
        self.faults = list(faults)


class AuthoringRefused(CoursesError):
    """A change to the course's own content was refused."""

    message = _("The course can't be changed like this.")


class CourseExists(AuthoringRefused):
    message = _("A course with this identifier exists already. Choose another one.")


class KeyTaken(AuthoringRefused):
    message = _("The key is taken already. Choose another one.")


class ExerciseInUse(AuthoringRefused):
    """Learners have worked on the exercise; `names` says what would have changed."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__(
            _(
                "Learners have worked on this exercise, so it can't be changed any more: "
                "%(names)s. Make a new exercise instead."
            )
            % {"names": ", ".join(self.names)}
        )
