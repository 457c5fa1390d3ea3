"""Write an answer: save it field by field. Every verb of writing can be found here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.exceptions import FieldConflict, TextTooLong
from courses.models import DraftField, Submission
from courses.services.attachments import add_attachment, remove_attachment
from courses.services.fields import FieldWriter
from courses.services.membership import hold_writable
from courses.services.opening import open_submission, work_on
from courses.services.proposals import resolve_proposal
from courses.services.self_rating import self_rating

__all__ = [
    "SaveReport",
    "add_attachment",
    "open_submission",
    "remove_attachment",
    "resolve_proposal",
    "save_field",
    "save_fields",
    "self_rating",
    "work_on",
]


@dataclass(kw_only=True)
class SaveReport:
    """What became of each field of a form, by key. Nothing that was typed is lost."""

    saved: dict[str, DraftField] = field(default_factory=dict)
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    refused: dict[str, TextTooLong] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.conflicts and not self.refused


@transaction.atomic
def save_field(
    *,
    submission: Submission,
    key: str,
    text: str,
    revision: int,
    language: str,
    by: Any,
    at: datetime | None = None,
) -> DraftField:
    """Save one field over the revision that the writer saw; 0 is a field not yet begun.

    A text that is there already is no change and answers with its revision. Refuses
    FieldConflict with both texts, TextTooLong, UnknownField, NotAMember, and
    NotAllowedNow while a coach has the answer.
    """
    hold_writable(submission, by=by)
    writer = FieldWriter(submission, language, by, at or timezone.now())
    return writer.save(key, text, revision)


@transaction.atomic
def save_fields(
    *,
    submission: Submission,
    texts: Mapping[str, tuple[str, int]],
    language: str,
    by: Any,
    at: datetime | None = None,
) -> SaveReport:
    """Save a whole form; one field's conflict doesn't stop the others.

    Refuses UnknownField, NotAMember and NotAllowedNow for the form as a whole.
    """
    hold_writable(submission, by=by)
    writer = FieldWriter(submission, language, by, at or timezone.now())
    report = SaveReport()
    for key, (text, revision) in texts.items():
        try:
            report.saved[key] = writer.save(key, text, revision)
        except FieldConflict as conflict:
            report.conflicts[key] = conflict
        except TextTooLong as refusal:
            report.refused[key] = refusal
    return report
