"""Refusals of the rubric app; `RubricError` is the root of those of its services.

A change of a frozen row is refused with `valmentamo.guarding.FrozenRow`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rubric.content import Fault


class RubricError(Exception):
    """A verb of the rubric was refused."""


class FaultyRubric(RubricError):
    """The content is not fit to be read or published; every fault is named."""

    def __init__(self, faults: "Sequence[Fault]") -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class VersionExists(RubricError):
    """The version has already been published with another content."""


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
    """The rule set for a whole description needs every criterion of the version."""
