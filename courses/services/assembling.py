"""Brings accepted answers into a team's portfolio without losing what it has edited."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from courses.assembly import Assembled, assemble
from courses.enums import ExerciseType, ProposalState
from courses.models import DraftField, FieldProposal, Submission, Team
from courses.services.asking import pieces_of
from courses.services.membership import WRITABLE


def portfolio_of(team: Team) -> Submission | None:
    """The team's portfolio, once somebody has begun it."""
    return (
        Submission.objects.for_team(team)
        .filter(exercise__type=ExerciseType.PORTFOLIO)
        .select_related("exercise__course", "team")
        .first()
    )


@transaction.atomic
def refresh_portfolio(
    *, submission: Submission, at: datetime | None = None
) -> list[FieldProposal]:
    """Fill the fields from the accepted answers and return the offers that were made.

    A field that nobody has edited, or that is empty, gets the new text. Where the team
    has written, and while a coach has the portfolio, the text is offered: one open
    offer a field, and a newer one takes the place of an older one.
    """
    at = at or timezone.now()
    # Two decisions at once refresh one after the other.
    Submission.objects.filter(pk=submission.pk).update(state=F("state"))
    submission.refresh_from_db(fields=["state"])
    rows = {row.key: row for row in submission.draft_fields.all()}
    offers = []
    for key, new in _assembled(submission).items():
        row = rows.get(key)
        if row is not None and row.assembled == new.text:
            continue
        if _may_fill(submission, row) and _fill(submission, key, row, new, at):
            continue
        if offer := _offer(submission, key, row, new, at):
            offers.append(offer)
    return offers


def assembled_drafts(submission: Submission) -> list[DraftField]:
    """The fields with which a portfolio that nobody has begun will begin; not saved."""
    return [
        DraftField(key=key, text=new.text, assembled=new.text, language=new.language)
        for key, new in _assembled(submission).items()
    ]


def _assembled(submission: Submission) -> dict[str, Assembled]:
    accepted = (
        Submission.objects.filter(team=submission.team_id, person__isnull=True)
        .accepted()
        .exclude(pk=submission.pk)
        .select_related("accepted_version")
    )
    return assemble(
        pieces_of(s.accepted_version for s in accepted if s.accepted_version)
    )


def _may_fill(submission: Submission, row: DraftField | None) -> bool:
    if submission.state not in WRITABLE:
        return False
    return row is None or row.text == row.assembled or not row.text.strip()


def _fill(
    submission: Submission,
    key: str,
    row: DraftField | None,
    new: Assembled,
    at: datetime,
) -> bool:
    """Put the text in place; False when somebody saved the field in between."""
    if row is None:
        DraftField.objects.create(
            submission=submission,
            key=key,
            text=new.text,
            assembled=new.text,
            language=new.language,
            updated_at=at,
        )
        return True
    filled = DraftField.objects.filter(pk=row.pk, revision=row.revision).update(
        text=new.text,
        assembled=new.text,
        language=new.language,
        revision=F("revision") + 1,
        updated_at=at,
        updated_by=None,
    )
    _open_offers(submission, key).update(state=ProposalState.OUTDATED, resolved_at=at)
    return bool(filled)


def _offer(
    submission: Submission,
    key: str,
    row: DraftField | None,
    new: Assembled,
    at: datetime,
) -> FieldProposal | None:
    """Offer the text, unless it stands there or is offered already."""
    older = _open_offers(submission, key)
    if row is not None and row.text == new.text:
        DraftField.objects.filter(pk=row.pk).update(assembled=new.text)
        older.update(state=ProposalState.OUTDATED, resolved_at=at)
        return None
    if older.filter(text=new.text).exists():
        return None
    older.update(state=ProposalState.OUTDATED, resolved_at=at)
    return FieldProposal.objects.create(
        submission=submission, key=key, text=new.text, created_at=at
    )


def _open_offers(submission: Submission, key: str) -> QuerySet[FieldProposal]:
    return submission.proposals.filter(key=key, state=ProposalState.OPEN)
