"""Texts offered to a portfolio that its team has edited: taken, or left."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.enums import ProposalState
from courses.exceptions import NotAllowedNow
from courses.models import DraftSnapshot, FieldProposal, Submission
from courses.services.fields import FieldWriter
from courses.services.membership import hold_writable


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
        writer = FieldWriter(submission, submission.team.language, by, at)
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
