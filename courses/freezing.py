"""Which rows of the courses freeze, and what may still happen to them."""

from valmentamo.freezing import FrozenTable

ALWAYS = "{row}.id IS NOT NULL"
HELD_BY_A_VERSION = (
    "EXISTS (SELECT 1 FROM valmentamo_courses_submissionversion_attachments m "
    "WHERE m.attachment_id = {row}.id)"
)
BEING_READ = (
    "EXISTS (SELECT 1 FROM valmentamo_courses_review r "
    "WHERE r.version_id = {row}.submissionversion_id)"
)

FROZEN_TABLES = (
    FrozenTable(
        model="valmentamo_courses.SubmissionVersion",
        frozen=ALWAYS,
        people=frozenset({"submitted_by"}),
        once=frozenset({"withdrawn_at"}),
    ),
    # Which files went with a version is written just after it, so the door shuts when
    # somebody begins to read.
    FrozenTable(
        model="valmentamo_courses.SubmissionVersion_attachments",
        frozen=ALWAYS,
        closed=BEING_READ,
    ),
    FrozenTable(
        model="valmentamo_courses.Attachment",
        frozen=HELD_BY_A_VERSION,
        people=frozenset({"uploaded_by"}),
        erasable=frozenset({"name"}),
        once=frozenset({"removed_at"}),
    ),
    FrozenTable(
        model="valmentamo_courses.SelfRatingRecord",
        frozen="{row}.version_id IS NOT NULL",
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
