"""Who may write in which submission: asked by every verb that changes an answer."""

from typing import Any

from django.db.models import F

from courses.enums import EnrolmentKind, EnrolmentState, SubmissionState
from courses.exceptions import NotAllowedNow, NotAMember
from courses.models import Enrolment, Submission, Team, TeamMembership

#: While a coach has the answer it stands still; taking it back opens it again.
WRITABLE = (
    SubmissionState.DRAFT,
    SubmissionState.RETURNED,
    SubmissionState.ACCEPTED,
)


def current_team(enrolment: Enrolment) -> Team:
    """The team of now. Refuses NotAMember."""
    team = Team.objects.for_enrolment(enrolment).select_related("cohort").first()
    if team is None or enrolment.state == EnrolmentState.LEFT:
        raise NotAMember
    return team


def require_participant(enrolment: Enrolment) -> None:
    """Refuses NotAMember to those who left and NotAllowedNow to readers."""
    if enrolment.state == EnrolmentState.LEFT:
        raise NotAMember
    if enrolment.kind != EnrolmentKind.PARTICIPANT:
        raise NotAllowedNow


def is_member(submission: Submission, user: Any) -> bool:
    """Whether the work is the user's own or that of their team of now."""
    mine = Enrolment.objects.current().for_person(user)
    if submission.person_id is not None:
        return mine.filter(pk=submission.person_id).exists()
    memberships = TeamMembership.objects.current()
    return memberships.filter(team=submission.team_id, enrolment__in=mine).exists()


def require_member(submission: Submission, user: Any) -> None:
    if user is None or not is_member(submission, user):
        raise NotAMember


def hold_writable(submission: Submission, *, by: Any) -> None:
    """Refuse unless `by` may write now, and hold the row until the transaction ends.

    The empty UPDATE takes the row lock on PostgreSQL and the write lock on SQLite, so
    that an answer can't be submitted between this question and the write it allows.
    """
    require_member(submission, by)
    writable = Submission.objects.filter(pk=submission.pk, state__in=WRITABLE)
    if not writable.update(state=F("state")):
        raise NotAllowedNow
