"""Settings of the courses app, read when they are needed."""

from django.conf import settings


def max_field_chars() -> int:
    """Most characters that one field of a draft takes, whatever its own limit is."""
    return int(getattr(settings, "VALMENTAMO_COURSES_MAX_FIELD_CHARS", 20_000))


def max_table_rows() -> int:
    """Most rows that a table answer takes."""
    return int(getattr(settings, "VALMENTAMO_COURSES_MAX_TABLE_ROWS", 40))


def max_attachments() -> int:
    """Most files beside one answer."""
    return int(getattr(settings, "VALMENTAMO_COURSES_MAX_ATTACHMENTS", 5))


def max_team_attachment_bytes() -> int:
    """Most bytes that all the files of one team take together, old rounds included."""
    default = 200 * 1024 * 1024
    return int(
        getattr(settings, "VALMENTAMO_COURSES_MAX_TEAM_ATTACHMENT_BYTES", default)
    )


def max_attachment_bytes() -> int:
    """Largest file that is taken beside an answer."""
    default = 10 * 1024 * 1024
    return int(getattr(settings, "VALMENTAMO_COURSES_MAX_ATTACHMENT_BYTES", default))
