"""The closed lists of the courses app and the transitions between their states."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExerciseType(models.TextChoices):
    LONG_TEXT = "long_text", _("Text")
    TABLE = "table", _("Table")
    FORM = "form", _("Form")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
    PEER_REVIEW = "peer_review", _("Peer feedback")
    PORTFOLIO = "portfolio", _("Description portfolio")


class Unit(models.TextChoices):
    """Whose work a submission is."""

    TEAM = "team", _("Team")
    PERSON = "person", _("Person")


class RatedBy(models.TextChoices):
    COACH = "coach", _("Coach")
    SELF = "self", _("The learner")
    PEER = "peer", _("Peers")


class SelfRating(models.TextChoices):
    """Whether learners rate their own answer before they submit it."""

    REQUIRED = "required", _("Required")
    OFFERED = "offered", _("Offered")
    OFF = "off", _("Off")


class Occasion(models.TextChoices):
    """Pairs the self-assessment at the start with the one at the end."""

    NONE = "", _("Not paired")
    BEFORE = "before", _("At the start")
    AFTER = "after", _("At the end")


class PartKind(models.TextChoices):
    """What one part of an answer is."""

    TEXT = "text", _("Text")
    FIELD = "field", _("Form field")
    LEAD = "lead", _("Field above the table")
    COLUMN = "column", _("Table column")
    CLOSING = "closing", _("Closing text")
    MARKS = "marks", _("Choice of description fields")


class Stage(models.TextChoices):
    """Stage of the innovation, told by the team; sets what evidence can be expected."""

    IDEA = "idea", pgettext_lazy("stage", "Idea")
    PILOT = "pilot", pgettext_lazy("stage", "Pilot")
    USE = "use", pgettext_lazy("stage", "In use")
    SPREAD = "spread", pgettext_lazy("stage", "Spreading")

    @property
    def rank(self) -> int:
        return list(Stage).index(self)


class CohortKind(models.TextChoices):
    DATED = "dated", _("Dated")
    ROLLING = "rolling", _("Rolling")
    READING = "reading", _("Reading only")


class EnrolmentKind(models.TextChoices):
    PARTICIPANT = "participant", _("Participant")
    READER = "reader", _("Reader")


class EnrolmentState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("enrolment", "Active")
    COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
    LEFT = "left", pgettext_lazy("enrolment", "Left")


class SubmissionState(models.TextChoices):
    """The words that learners see; an answer is never failed."""

    DRAFT = "draft", pgettext_lazy("answer", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("answer", "Submitted for feedback")
    RETURNED = "returned", pgettext_lazy("answer", "To be completed")
    ACCEPTED = "accepted", pgettext_lazy("answer", "Passed")


#: Allowed moves of a submission. An accepted answer may be improved and sent again; a
#: self-assessment, which nobody decides on, is accepted anew.
SUBMISSION_TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset(
        {SubmissionState.SUBMITTED, SubmissionState.ACCEPTED}
    ),
    SubmissionState.SUBMITTED: frozenset(
        {
            SubmissionState.DRAFT,
            SubmissionState.RETURNED,
            SubmissionState.ACCEPTED,
        }
    ),
    SubmissionState.RETURNED: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.ACCEPTED: frozenset(
        {SubmissionState.SUBMITTED, SubmissionState.ACCEPTED}
    ),
}


class VersionKind(models.TextChoices):
    """Why a copy of the answer was frozen."""

    ROUND = "round", _("Round for the coach")
    SELF = "self", _("Self-assessment")
    PEER = "peer", _("Copy for peers")


class ReviewRole(models.TextChoices):
    FIRST = "first", _("First review")
    SECOND = "second", _("Second review")
    ADJUDICATION = "adjudication", _("Adjudication")
    INQUIRY = "inquiry", _("Inquiry")
    PEER = "peer", _("Peer feedback")


class DecisionOutcome(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("answer", "Passed")
    RETURNED = "returned", pgettext_lazy("answer", "To be completed")


class ProposalState(models.TextChoices):
    """What became of a text that was offered into an edited description field."""

    OPEN = "open", _("Waiting")
    TAKEN = "taken", _("Taken into use")
    DECLINED = "declined", _("Declined")
    OUTDATED = "outdated", _("Replaced by a newer one")
