"""Which rows of the rubric freeze, and what may still happen to them."""

from valmentamo.freezing import FrozenTable

IN_PUBLISHED_VERSION = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_rubricversion v "
    "WHERE v.id = {row}.version_id AND v.state IN ('published', 'archived'))"
)
OF_PUBLISHED_CRITERION = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_criterion c "
    "JOIN valmentamo_rubric_rubricversion v ON v.id = c.version_id "
    "WHERE c.id = {row}.criterion_id AND v.state IN ('published', 'archived'))"
)
IN_CLOSED_ASSESSMENT = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_assessment a "
    "WHERE a.id = {row}.assessment_id AND a.state <> 'draft')"
)
UNDER_CLOSED_ASSESSMENT = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_askedcriterion k "
    "JOIN valmentamo_rubric_assessment a ON a.id = k.assessment_id "
    "WHERE k.id = {row}.asked_id AND a.state <> 'draft')"
)
IN_SEALED_RESULT = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_result r "
    "WHERE r.id = {row}.result_id AND r.is_sealed)"
)

OF_SEALED_LINE = (
    "EXISTS (SELECT 1 FROM valmentamo_rubric_resultline l "
    "JOIN valmentamo_rubric_result r ON r.id = l.result_id "
    "WHERE l.id = {row}.line_id AND r.is_sealed)"
)
ALWAYS = "{row}.id IS NOT NULL"


def _child(
    model: str, condition: str, erasable: frozenset[str] = frozenset()
) -> FrozenTable:
    return FrozenTable(
        model=f"valmentamo_rubric.{model}",
        frozen=condition,
        closed=condition,
        erasable=erasable,
    )


FROZEN_TABLES = (
    FrozenTable(
        model="valmentamo_rubric.RubricVersion",
        frozen="{row}.state IN ('published', 'archived')",
        free=frozenset({"revision"}),
        once=frozenset({"archived_at", "archived_by"}),
        people=frozenset({"created_by", "published_by", "archived_by"}),
        moves={"state": frozenset({("published", "archived")})},
    ),
    _child("ScaleLabel", IN_PUBLISHED_VERSION),
    _child("Criterion", IN_PUBLISHED_VERSION),
    _child("Level", OF_PUBLISHED_CRITERION),
    _child("Crosswalk", IN_PUBLISHED_VERSION),
    FrozenTable(
        model="valmentamo_rubric.VersionEvent",
        frozen=IN_PUBLISHED_VERSION,
        people=frozenset({"by"}),
        erasable=frozenset({"note"}),
    ),
    FrozenTable(
        model="valmentamo_rubric.Assessment",
        frozen="{row}.state <> 'draft'",
        free=frozenset({"revision"}),
        people=frozenset({"assessor"}),
        moves={"state": frozenset({("submitted", "superseded")})},
    ),
    _child("AskedCriterion", IN_CLOSED_ASSESSMENT),
    _child("CriterionRating", IN_CLOSED_ASSESSMENT),
    _child("RatingComment", UNDER_CLOSED_ASSESSMENT, erasable=frozenset({"text"})),
    FrozenTable(
        model="valmentamo_rubric.Result",
        frozen="{row}.is_sealed",
        people=frozenset({"made_by"}),
    ),
    _child("ResultLine", IN_SEALED_RESULT, erasable=frozenset({"override_reason"})),
    _child("PooledRating", OF_SEALED_LINE),
    FrozenTable(
        model="valmentamo_rubric.CalibrationAttempt",
        frozen=ALWAYS,
        people=frozenset({"assessor"}),
    ),
)
