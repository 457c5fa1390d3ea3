"""Which rows of the courses freeze, and what may still happen to them."""

from valmentamo.freezing import FrozenTable

ALWAYS = "{row}.id IS NOT NULL"

FROZEN_TABLES = (
    FrozenTable(
        model="valmentamo_courses.SubmissionVersion",
        frozen=ALWAYS,
        people=frozenset({"submitted_by"}),
        once=frozenset({"withdrawn_at"}),
    ),
    FrozenTable(
        model="valmentamo_courses.Review",
        frozen="{row}.submitted_at IS NOT NULL",
        people=frozenset({"reviewer"}),
    ),
    FrozenTable(
        model="valmentamo_courses.Decision",
        frozen=ALWAYS,
        people=frozenset({"decided_by"}),
        once=frozenset({"superseded_at"}),
    ),
    FrozenTable(
        model="valmentamo_courses.Completion",
        frozen=ALWAYS,
        once=frozenset({"certificate"}),
    ),
)
