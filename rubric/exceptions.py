"""Refusals of the rubric app; `RubricError` is the root of those of its services.

A change of a frozen row is refused with `valmentamo.guarding.FrozenRow`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rubric.content import Fault


class RubricError(Exception):
    """A verb of the rubric was refused."""


class FaultyRubric(RubricError):
    """The content is not fit to be read or published; every fault is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FaultySelfRating(FaultyRubric):
    """The file is no self-rating that can be read here; every fault is named."""

    @classmethod
    def one(cls, path: str, message: str) -> "FaultySelfRating":
        return cls([Fault(path, message)])


class FormatNotInstalled(RubricError):
    """A library that reads or writes this format isn't installed; says which extra."""


class RubricExists(RubricError):
    """There is a rubric with that identifier."""


class VersionExists(RubricError):
    """The rubric has another version of that name, or the same with another content."""


class DraftExists(RubricError):
    """The rubric already has a draft or a version in review."""


class StepNotAllowed(RubricError):
    """The state table has no such step."""


class VersionNotPublished(RubricError):
    """Only a published version can be rated with."""


class NotTheAssessor(RubricError):
    """Only the assessor may change or submit an assessment."""


class AssessmentClosed(RubricError):
    """The assessment has been submitted; a correction is a new assessment."""


class CriterionNotAsked(RubricError):
    """The criterion is not among the ones this assessment was asked."""


class ForeignCriterion(RubricError):
    """The criterion is of another version of the rubric."""


class AssessmentNotSubmitted(RubricError):
    """A result is made from a submitted assessment that still counts."""


class UnknownRubric(RubricError):
    """There is no published version of that rubric."""


class ForeignLevel(RubricError):
    """The level belongs to another criterion."""


class MissingRatings(RubricError):
    """Criteria that were asked have neither a level nor "not assessable"."""

    def __init__(self, criteria: Sequence[Any]) -> None:
        self.criteria = list(criteria)
        super().__init__(", ".join(str(criterion.key) for criterion in self.criteria))


class NotTheWhole(RubricError):
    """The rule set needs every criterion of the version that assessors rate."""


class AlreadyAssessed(RubricError):
    """The person already has an assessment of that kind of this piece of work."""


class RatingConflict(RubricError):
    """The rating was changed since it was read. Both are here; nothing was written.

    `mine` is what was to be saved, `theirs` is what stands (each a
    `services.assessing.Given`), `revision` is what to save over it with.
    """

    def __init__(self, mine: Any, theirs: Any, revision: int) -> None:
        self.mine, self.theirs, self.revision = mine, theirs, revision
        super().__init__(f"revision {revision}")


class SumsNoPoints(RubricError):
    """The version sets no points to pass, so nothing is decided by their sum."""


class PoolsNothing(RubricError):
    """The version lets one assessment count and pools no others with it."""


class TooFewAssessments(RubricError):
    """To pool takes at least two assessments."""


class DifferentWorks(RubricError):
    """The assessments are not known to be of one piece of work."""


class SameAssessor(RubricError):
    """One person's view would count twice."""


class PracticeNeverCounts(RubricError):
    """A practice assessment shows how its assessor rates and makes no result."""


class VersionConflict(RubricError):
    """Somebody saved the draft meanwhile; `version` holds what stands now."""

    def __init__(self, version: Any) -> None:
        self.version = version
        super().__init__(f"{version.pk}: revision {version.revision}")


class CriterionInUse(RubricError):
    """A criterion or level that would go is used, by a sample description for example."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = list(keys)
        super().__init__(", ".join(self.keys))


class PrinterBusy(RubricError):
    """Another document is being drawn; one is drawn at a time."""


class TooManyPrints(RubricError):
    """The client has had its share of documents for this window of time."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(str(wait))


class NoReference(RubricError):
    """No expert has rated the sample, so there is nothing to practise against."""


class NotAPractice(RubricError):
    """The assessment is not a practice on a sample that still exists."""


class SecondPersonNeeded(RubricError):
    """Whoever wrote a version can't publish it; another person does."""


class FaultyCrosswalk(FaultyRubric):
    """The links between two versions leave something open; every fault is named."""
