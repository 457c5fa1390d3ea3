"""One field of a draft, saved over the revision that its writer saw."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from courses.answers import Shape
from courses.conf import max_field_chars
from courses.exceptions import FieldConflict, TextTooLong, UnknownField
from courses.models import DraftField, Submission
from courses.services.shapes import shape_of
from valmentamo.texts import clean_text


class FieldWriter:
    """Saves fields of one draft; knows its shape and what it has already."""

    def __init__(
        self, submission: Submission, language: str, by: Any, at: datetime
    ) -> None:
        self.submission = submission
        self.language, self.by, self.at = language, by, at
        self.shape: Shape = shape_of(submission.exercise)
        self.fields = {f.key: f for f in submission.draft_fields.all()}

    def save(self, key: str, text: str, revision: int) -> DraftField:
        text = clean_text(text)
        if self.shape.part(key) is None:
            raise UnknownField
        if len(text) > max_field_chars():
            raise TextTooLong(key, text, max_field_chars())
        current = self.fields.get(key)
        if current is None:
            return self._create(key, text)
        if current.text == text:
            return self._keep(current)
        if current.revision != revision:
            raise FieldConflict(key, current.text, text, current.revision)
        return self._change(current, text)

    def put(self, key: str, text: str) -> DraftField:
        """Save over whatever stands there now, in the language that it has."""
        current = self.fields.get(key)
        if current is not None:
            self.language = current.language
        return self.save(key, text, current.revision if current else 0)

    def _create(self, key: str, text: str) -> DraftField:
        row = DraftField(submission=self.submission, key=key, text=text)
        row.language, row.updated_at, row.updated_by = self.language, self.at, self.by
        if not text:
            row.revision = 0
            return row
        row.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            theirs = self.submission.draft_fields.get(key=key)
            raise FieldConflict(key, theirs.text, text, theirs.revision) from None
        return row

    def _keep(self, row: DraftField) -> DraftField:
        if row.language != self.language:
            row.language = self.language
            row.save(update_fields=["language"])
        return row

    def _change(self, row: DraftField, text: str) -> DraftField:
        unchanged = DraftField.objects.filter(pk=row.pk, revision=row.revision)
        changed = unchanged.update(
            text=text,
            language=self.language,
            revision=F("revision") + 1,
            updated_at=self.at,
            updated_by=self.by,
        )
        row.refresh_from_db()
        if not changed:
            raise FieldConflict(row.key, row.text, text, row.revision)
        return row
