"""What a course file says, once it has been read and found sound."""

from dataclasses import dataclass, field

from courses.enums import (
    ExerciseType,
    Occasion,
    PartKind,
    RatedBy,
    SelfRating,
    Unit,
)

#: Language code to text; an optional text that was left out is an empty dict.
type Text = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of the innovation description."""

    key: str
    label: Text
    help: Text
    max_chars: int | None
    max_words: int | None
    shown_to_peers: bool
    innokyla: str
    sim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSpec:
    """One part of an answer."""

    key: str
    kind: PartKind
    label: Text = field(default_factory=dict)
    min_words: int | None = None
    max_words: int | None = None
    max_chars: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSpec:
    """What is asked and how it counts, with the texts of its page."""

    key: str
    type: ExerciseType
    unit: Unit
    rated_by: RatedBy
    self_rating: SelfRating
    occasion: Occasion
    required: bool
    required_from_stage: str
    minutes: int
    min_rows: int
    reviews: int
    calibration_samples: int
    allows_attachments: bool
    lead_label: Text
    criteria: tuple[str, ...]
    feeds: tuple[str, ...]
    parts: tuple[PartSpec, ...]
    title: Text
    prompt: Text
    tip: Text
    focus: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSpec:
    key: str
    title: Text
    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSpec:
    key: str
    hours: int
    title: Text
    outcomes: tuple[Text, ...]
    lessons: tuple[LessonSpec, ...]
    exercises: tuple[ExerciseSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSpec:
    """The words of the certificate's template and who answers for it."""

    title: Text
    body: Text
    body_with_innovation: Text
    disclaimer: Text
    eu_statement: Text
    co_funded: bool
    issuer_key: str
    issuer_name: Text
    issuer_country: str
    signatory_name: str
    signatory_title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSpec:
    """A whole course. `certificate_texts` are the facts that its page keeps."""

    slug: str
    rubric_slug: str
    rubric_label: str
    title: Text
    summary: Text
    audience: Text
    completion_text: Text
    outcomes: tuple[Text, ...]
    certificate_texts: dict[str, Text]
    hours: int
    weeks: int | None
    team_max: int
    peer_reviews_required: int
    coach_answer_days: int
    feedback_rounds: int
    fields: tuple[FieldSpec, ...]
    modules: tuple[ModuleSpec, ...]
    certificate: CertificateSpec | None

    def exercises(self) -> list[ExerciseSpec]:
        return [item for module in self.modules for item in module.exercises]
