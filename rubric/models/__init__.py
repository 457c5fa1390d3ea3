"""Tables of the rubric."""

from rubric.models.assessment import (
    AskedCriterion,
    Assessment,
    CriterionRating,
    RatingComment,
)
from rubric.models.calibration import CalibrationAttempt, Exemplar, ReferenceRating
from rubric.models.history import Crosswalk, VersionEvent
from rubric.models.printing import PrintWindow
from rubric.models.result import PooledRating, Result, ResultLine
from rubric.models.structure import Criterion, Level, ScaleLabel
from rubric.models.version import Rubric, RubricVersion

__all__ = [
    "AskedCriterion",
    "Assessment",
    "CalibrationAttempt",
    "Criterion",
    "CriterionRating",
    "Crosswalk",
    "Exemplar",
    "Level",
    "PooledRating",
    "PrintWindow",
    "RatingComment",
    "ReferenceRating",
    "Result",
    "ResultLine",
    "Rubric",
    "RubricVersion",
    "ScaleLabel",
    "VersionEvent",
]
