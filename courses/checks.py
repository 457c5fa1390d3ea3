"""Says at start what is set wrong for the courses app."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import FileSystemStorage, storages

from courses import conf

LIMITS = (
    ("VALMENTAMO_COURSES_MAX_FIELD_CHARS", conf.max_field_chars),
    ("VALMENTAMO_COURSES_MAX_TABLE_ROWS", conf.max_table_rows),
    ("VALMENTAMO_COURSES_MAX_ATTACHMENTS", conf.max_attachments),
    ("VALMENTAMO_COURSES_MAX_ATTACHMENT_BYTES", conf.max_attachment_bytes),
    (
        "VALMENTAMO_COURSES_MAX_TEAM_ATTACHMENT_BYTES",
        conf.max_team_attachment_bytes,
    ),
)


@register(Tags.compatibility)
def limits_are_whole_numbers(**_kwargs: Any) -> Iterable[CheckMessage]:
    for name, read in LIMITS:
        try:
            fine = read() > 0
        except (TypeError, ValueError):
            fine = False
        if not fine:
            yield Error(
                f"{name} must be a whole number above zero.",
                id="valmentamo_courses.E001",
            )


@register(Tags.security)
def attachments_are_private(**_kwargs: Any) -> Iterable[CheckMessage]:
    if "private" not in settings.STORAGES:
        yield Error(
            'STORAGES has no "private": attachments would have no place.',
            id="valmentamo_courses.E002",
        )
        return
    storage = storages["private"]
    if not isinstance(storage, FileSystemStorage):
        return
    media = str(settings.MEDIA_ROOT)
    if media and str(storage.location).startswith(media.rstrip("/") + "/"):
        yield Error(
            'STORAGES["private"] lies inside MEDIA_ROOT, where anyone may read it.',
            id="valmentamo_courses.E003",
        )
