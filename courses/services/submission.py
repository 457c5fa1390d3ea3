"""Submit an answer, take it back, open the portfolio for peers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.answers import Fault, faults, normalise
from courses.enums import (
    ExerciseType,
    RatedBy,
    ReviewRole,
    SubmissionState,
    VersionKind,
)
from courses.exceptions import Incomplete, NotAllowedNow
from courses.models import (
    Decision,
    Enrolment,
    Submission,
    SubmissionVersion,
)
from courses.services.asking import seal_question
from courses.services.completion import complete_members
from courses.services.membership import hold_writable, require_member
from courses.services.moving import move_submission
from courses.services.self_rating import rating_faults, submit_ratings
from courses.services.shapes import description_fields, shape_of
from courses.signals import answer_submitted
from courses.subjects import subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One act of submitting: who, when, and the key that the form was given."""

    submission: Submission
    key: UUID
    by: Any
    at: datetime


@transaction.atomic
def submit(
    *,
    submission: Submission,
    enrolment: Enrolment,
    submit_key: UUID | None,
    by: Any,
    at: datetime | None = None,
    text_read: bool = True,
) -> SubmissionVersion:
    """Freeze the draft as a version and send it to the coach; a self-assessment is
    done at once. A second call with the same key answers with the first version.

    Refuses Incomplete with everything that is missing, NotAllowedNow when the answer
    is with the coach already, and NotAMember.
    """
    act = _Act(
        submission=submission,
        key=submit_key or uuid4(),
        by=by,
        at=at or timezone.now(),
    )
    if done := _hold_or_find(act):
        return done
    answers = _whole_answers(submission, enrolment, text_read)
    kind, state = _goes_to(submission)
    version = _freeze(act, kind=kind, answers=answers)
    submit_ratings(version=version, enrolment=enrolment, at=act.at)
    accepted = version if kind == VersionKind.SELF else None
    move_submission(submission=submission, to=state, accepted=accepted)
    if kind == VersionKind.SELF:
        complete_members(version)
    transaction.on_commit(
        partial(answer_submitted.send_robust, SubmissionVersion, version=version)
    )
    return version


def _whole_answers(
    submission: Submission, enrolment: Enrolment, text_read: bool
) -> dict[str, str]:
    texts, shape = _draft_texts(submission), shape_of(submission.exercise)
    missing = faults(shape, texts)
    missing += rating_faults(submission=submission, enrolment=enrolment)
    missing += [] if text_read else [_not_read()]
    if missing:
        raise Incomplete(missing)
    return normalise(shape, texts)


def _not_read() -> Fault:
    return "text_read", _("Confirm that you have read the answer in the team.")


def _hold_or_find(act: _Act) -> SubmissionVersion | None:
    """The version that this key made already, else hold the draft for this act."""
    refusal: NotAllowedNow | None = None
    try:
        hold_writable(act.submission, by=act.by)
    except NotAllowedNow as error:
        refusal = error
    made = act.submission.versions.filter(submit_key=act.key).first()
    if made is None and refusal is not None:
        raise refusal
    act.submission.refresh_from_db(fields=["state", "accepted_version"])
    return made


def _goes_to(submission: Submission) -> tuple[VersionKind, SubmissionState]:
    if submission.exercise.rated_by == RatedBy.SELF:
        return VersionKind.SELF, SubmissionState.ACCEPTED
    return VersionKind.ROUND, SubmissionState.SUBMITTED


def _draft_texts(submission: Submission) -> dict[str, str]:
    return {row.key: row.text for row in submission.draft_fields.all()}


def draft_language(submission: Submission) -> str:
    """The language that most of the draft is written in, else the team's own."""
    written: dict[str, int] = {}
    for row in submission.draft_fields.all():
        written[row.language] = written.get(row.language, 0) + len(row.text)
    longest = max(written.values(), default=0)
    if not longest:
        return submission.team.language
    return min(lang for lang, length in written.items() if length == longest)


def _freeze(
    act: _Act, *, kind: str, answers: dict[str, str], only: Iterable[str] | None = None
) -> SubmissionVersion:
    """Write the frozen copy with what was asked, the stage and the language."""
    submission = act.submission
    submission.team.refresh_from_db(fields=["stage", "language"])
    language = draft_language(submission)
    asked = seal_question(submission.exercise, language=language)
    if only is not None:
        shown = set(only)
        asked["parts"] = [part for part in asked["parts"] if part["key"] in shown]
    numbers = submission.versions.filter(kind=kind)
    version = SubmissionVersion(
        submission=submission,
        kind=kind,
        number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
        answers=answers,
        subject=_subject(submission, kind, answers),
        language=language,
        stage=submission.team.stage,
        asked=asked,
        submit_key=act.key,
        submitted_at=act.at,
        submitted_by=act.by,
    )
    version.full_clean(exclude=["answers"])
    version.save(force_insert=True)
    if kind == VersionKind.ROUND:
        version.attachments.set(submission.attachments.filter(removed_at=None))
    return version


def _subject(submission: Submission, kind: str, answers: dict[str, str]) -> UUID:
    """A copy for peers and a round with the same texts share it; two rounds don't,
    since the same people rate both."""
    if kind == VersionKind.PEER:
        return subject_of(submission.uuid, answers)
    shown = _shown_to_peers(submission) or answers
    texts = {key: text for key, text in answers.items() if key in shown}
    rounds = submission.versions.exclude(kind=VersionKind.PEER)
    taken = set(rounds.values_list("subject", flat=True))
    return subject_of(submission.uuid, texts, taken=taken)


@transaction.atomic
def withdraw(
    *, submission: Submission, by: Any, at: datetime | None = None
) -> Submission:
    """Take the answer back to the desk, until a coach has begun to read it. It gets
    back the state that it had before this round.

    Refuses NotAllowedNow and NotAMember.
    """
    require_member(submission, by)
    with_coach = Submission.objects.filter(
        pk=submission.pk, state=SubmissionState.SUBMITTED
    )
    if not with_coach.update(state=F("state")):
        raise NotAllowedNow
    version = submission.versions.rounds().standing().newest_first().first()
    begun = version is None or version.reviews.exclude(role=ReviewRole.PEER).exists()
    if version is None or begun:
        raise NotAllowedNow(
            _(
                "A coach has already begun to read the answer, so it can't be taken back."
            )
        )
    version.withdrawn_at = at or timezone.now()
    version.save(update_fields=["withdrawn_at"])
    return move_submission(submission=submission, to=_state_before(submission))


def _state_before(submission: Submission) -> SubmissionState:
    earlier = Decision.objects.current().for_submission(submission).first()
    return SubmissionState(earlier.outcome) if earlier else SubmissionState.DRAFT


@transaction.atomic
def open_for_peers(
    *, submission: Submission, by: Any, at: datetime | None = None
) -> SubmissionVersion:
    """Freeze a copy of the portfolio for peers, with only the fields that they may see.

    Pressed again it makes a newer copy, or answers with the standing one when nothing
    has changed. Refuses Incomplete with the empty fields, NotAllowedNow for any other
    exercise, and NotAMember.
    """
    require_member(submission, by)
    if submission.exercise.type != ExerciseType.PORTFOLIO:
        raise NotAllowedNow
    # Two presses at once make one copy.
    Submission.objects.filter(pk=submission.pk).update(state=F("state"))
    shown = _shown_to_peers(submission)
    texts = _draft_texts(submission)
    answers = {key: text for key in shown if (text := texts.get(key, "").strip())}
    if empty := _empty(shown, answers):
        raise Incomplete(empty)
    newest = submission.versions.peer_copies().newest_first().first()
    if newest is not None and newest.answers == answers:
        return newest
    act = _Act(submission=submission, key=uuid4(), by=by, at=at or timezone.now())
    return _freeze(act, kind=VersionKind.PEER, answers=answers, only=shown)


def _shown_to_peers(submission: Submission) -> list[str]:
    """Fields of the portfolio; no other answer is read by peers."""
    if submission.exercise.type != ExerciseType.PORTFOLIO:
        return []
    return [f.key for f in description_fields(submission.exercise) if f.shown_to_peers]


def _empty(shown: Iterable[str], answers: dict[str, str]) -> list[Fault]:
    message = _("Peers can't read an empty field. Write at least a draft here.")
    return [(key, message) for key in shown if key not in answers]
