"""Write an answer: open it, save it field by field, take offered texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from courses.answers import Shape
from courses.conf import max_field_chars
from courses.enums import ExerciseType, ProposalState, Unit
from courses.exceptions import (
    FieldConflict,
    NotAllowedNow,
    TextTooLong,
    UnknownField,
)
from courses.models import (
    DraftField,
    DraftSnapshot,
    Enrolment,
    Exercise,
    FieldProposal,
    Submission,
)
from courses.services.assembling import refresh_portfolio
from courses.services.attachments import add_attachment, remove_attachment
from courses.services.membership import (
    current_team,
    hold_writable,
    require_participant,
)
from courses.services.self_rating import self_rating
from courses.services.shapes import shape_of
from valmentamo.texts import clean_text

__all__ = [
    "SaveReport",
    "add_attachment",
    "open_submission",
    "remove_attachment",
    "resolve_proposal",
    "save_field",
    "save_fields",
    "self_rating",
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
def open_submission(
    *, exercise: Exercise, enrolment: Enrolment, at: datetime | None = None
) -> Submission:
    """The team's work on the exercise, or the person's own: fetched or begun.

    The portfolio is filled in from the answers accepted so far. Refuses NotAMember
    without a team, NotAllowedNow to readers and for an exercise that has no answer.
    """
    at = at or timezone.now()
    require_participant(enrolment)
    has_answer = exercise.type != ExerciseType.PEER_REVIEW
    if not has_answer or exercise.course_id != enrolment.cohort.course_id:
        raise NotAllowedNow
    team = current_team(enrolment)
    owner: dict[str, Any] = {"team": team, "person": None}
    if exercise.unit == Unit.PERSON:
        owner = {"person": enrolment}
    rows = Submission.objects.with_exercise().filter(exercise=exercise)
    if found := rows.filter(**_lookup(owner)).first():
        return found
    submission = Submission(
        exercise=exercise, created_at=at, **({"team": team} | owner)
    )
    submission.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        return rows.get(**_lookup(owner))
    if exercise.type == ExerciseType.PORTFOLIO:
        refresh_portfolio(submission=submission, at=at)
    return submission


def _lookup(owner: Mapping[str, Any]) -> dict[str, Any]:
    if owner["person"] is not None:
        return {"person": owner["person"]}
    return {"team": owner["team"], "person__isnull": True}


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
    writer = _Writer(submission, language, by, at or timezone.now())
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
    writer = _Writer(submission, language, by, at or timezone.now())
    report = SaveReport()
    for key, (text, revision) in texts.items():
        try:
            report.saved[key] = writer.save(key, text, revision)
        except FieldConflict as conflict:
            report.conflicts[key] = conflict
        except TextTooLong as refusal:
            report.refused[key] = refusal
    return report


class _Writer:
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


@transaction.atomic
def resolve_proposal(
    *,
    proposal: FieldProposal,
    take: bool,
    text: str | None = None,
    by: Any,
    at: datetime | None = None,
) -> FieldProposal:
    """Take the offered text (or `text`, where the person joined the two) or decline it.

    The draft is kept as a snapshot first. Refuses NotAllowedNow when the offer is not
    open any more or a coach has the portfolio, TextTooLong and NotAMember.
    """
    at = at or timezone.now()
    submission = proposal.submission
    hold_writable(submission, by=by)
    offered = FieldProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN)
    state = ProposalState.TAKEN if take else ProposalState.DECLINED
    if not offered.update(state=state, resolved_at=at, resolved_by=by):
        raise NotAllowedNow
    if take:
        take_snapshot(submission=submission, by=by, at=at)
        writer = _Writer(submission, submission.team.language, by, at)
        writer.put(proposal.key, proposal.text if text is None else text)
    # From here on only a text that differs from this one is offered again.
    submission.draft_fields.filter(key=proposal.key).update(assembled=proposal.text)
    proposal.refresh_from_db()
    return proposal


def take_snapshot(*, submission: Submission, by: Any, at: datetime) -> DraftSnapshot:
    """Keep the draft as it is before something replaces a part of it."""
    texts = {row.key: row.text for row in submission.draft_fields.all()}
    return DraftSnapshot.objects.create(
        submission=submission, fields=texts, taken_at=at, taken_by=by
    )
