"""What a person wrote that isn't saved, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from courses.exceptions import FieldConflict
from courses.forms.answer import PostedField, PostedRating


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """What the person wrote that isn't saved, and why; shown so that nothing is lost."""

    fields: Mapping[str, PostedField] = field(default_factory=dict)
    ratings: Mapping[str, PostedRating] = field(default_factory=dict)
    faults: Sequence[tuple[str, str]] = ()
    conflicts: Sequence[FieldConflict] = ()
    rows: int = 0
    read: bool = False
    restored: bool = False
    #: The state changed under the writer: the texts can be read and copied only.
    stranded: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to correct: the id of its field on the page, its name and the words."""

    id: str
    label: str
    message: str
