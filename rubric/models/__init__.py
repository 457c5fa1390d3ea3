"""Tables of the rubric."""

from rubric.models.assessment import (
    AskedCriterion,
    Assessment,
    CriterionRating,
    RatingComment,
)
from rubric.models.calibration import Exemplar, ReferenceRating
from rubric.models.result import Result, ResultLine
from rubric.models.version import (
    Criterion,
    Crosswalk,
    Level,
    Rubric,
    RubricVersion,
    ScaleLabel,
)

__all__ = [
    "AskedCriterion",
    "Assessment",
    "Criterion",
    "CriterionRating",
    "Crosswalk",
    "Exemplar",
    "Level",
    "RatingComment",
    "ReferenceRating",
    "Result",
    "ResultLine",
    "Rubric",
    "RubricVersion",
    "ScaleLabel",
]
