"""States and kinds of the rubric, with the steps that are allowed between states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


OPEN_STATES = (VersionState.DRAFT, VersionState.IN_REVIEW)
FROZEN_STATES = (VersionState.PUBLISHED, VersionState.ARCHIVED)
VERSION_STEPS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_REVIEW, VersionState.PUBLISHED}),
    VersionState.IN_REVIEW: frozenset({VersionState.DRAFT, VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.ARCHIVED}),
    VersionState.ARCHIVED: frozenset(),
}


class AssessmentKind(models.TextChoices):
    SELF = "self", _("Self-assessment")
    PEER = "peer", _("Peer assessment")
    COACH = "coach", _("Coach's assessment")
    CALIBRATION = "calibration", _("Practice assessment")


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    SUPERSEDED = "superseded", _("Superseded")


class Aspect(models.TextChoices):
    """What a comment is about; the empty one is a plain comment."""

    GENERAL = "", _("Comment")
    STRENGTH = "strength", _("Strength")
    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")


class RuleSetName(models.TextChoices):
    WHOLE = "whole", _("Whole description")
    PARTS = "parts", _("Exercise")
    POINTS = "points", _("Sum of points")


class Outcome(models.TextChoices):
    """A description is passed, an exercise accepted; neither is ever failed."""

    PASSED = "passed", _("Passed")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("To be completed")
    INCOMPLETE = "incomplete", _("Not yet rated")


class Standing(models.TextChoices):
    """How one criterion stands against the rules."""

    MET = "met", _("At least the minimum level")
    BELOW_MINIMUM = "below_minimum", _("Below the minimum level")
    GATE_NOT_MET = "gate_not_met", _("Gate not met")
    NOT_RATED = "not_rated", _("Not yet rated")


class Reason(models.TextChoices):
    """What stands in the way of passing."""

    NOT_RATED = "not_rated", _("A criterion is not yet rated")
    GATE_NOT_MET = "gate_not_met", _("A gate is not met")
    BELOW_MINIMUM = "below_minimum", _("A criterion is below the minimum level")
    MEAN_TOO_LOW = "mean_too_low", _("The mean is below what is needed")
    POINTS_TOO_LOW = "points_too_low", _("The sum of points is below what is needed")


class Counting(models.TextChoices):
    """Whether a criterion is counted in a result, and why not."""

    COUNTED = "counted", _("Counted")
    NOT_ASSESSABLE = "not_assessable", _("No level: it could not be assessed")
    NOT_RATED = "not_rated", _("No level: it is not yet rated")
    NOT_ASKED = "not_asked", _("It was not asked")
    AUTHOR_ONLY = "author_only", _("Only the author rates it")


class LineBasis(models.TextChoices):
    """Why a line of a result counts as it does."""

    RATING = "rating", _("Rating")
    MEDIAN = "median", _("Median of several ratings")
    SECOND_MARKING = "second_marking", _("Second rating")
    ADJUDICATION = "adjudication", _("Adjudication")
    INQUIRY = "inquiry", _("Inquiry")
    OVERRIDE = "override", _("Override with reason")


class CrosswalkKind(models.TextChoices):
    """How a criterion continues from one version to the next."""

    KEPT = "kept", _("Kept")
    REWORDED = "reworded", _("Reworded")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    NEW = "new", _("New")
    RETIRED = "retired", _("Retired")


class VersionEventKind(models.TextChoices):
    STARTED = "started", _("Draft started")
    IMPORTED = "imported", _("Brought in from a file")
    EDITED = "edited", _("Edited")
    SENT = "sent", _("Sent to review")
    SENT_BACK = "sent_back", _("Sent back to the author")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class RatedBy(models.TextChoices):
    """Whose question a criterion is: some are put to the author only."""

    EVERYONE = "everyone", _("Author and assessors")
    AUTHOR = "author", _("Author only")
    ASSESSOR = "assessor", _("Assessors only")


def not_asked_of(kind: str) -> RatedBy:
    """Whose criteria an assessment of this kind leaves out."""
    return RatedBy.ASSESSOR if kind == AssessmentKind.SELF else RatedBy.AUTHOR


class Pooling(models.TextChoices):
    """How the ratings of several assessors become one level for each criterion."""

    ONE = "one", _("One assessment counts")
    MEDIAN = "median", _("Median of the assessments")
