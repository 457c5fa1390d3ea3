"""The one way by which an answer gets from one state to another."""

from courses.enums import SUBMISSION_TRANSITIONS, SubmissionState
from courses.exceptions import NotAllowedNow
from courses.models import Submission, SubmissionVersion


def move_submission(
    *,
    submission: Submission,
    to: SubmissionState,
    accepted: SubmissionVersion | None = None,
) -> Submission:
    """Move an answer whose row the caller holds; `accepted` is the version that now counts.

    Refuses NotAllowedNow for a move that the table of transitions doesn't have.
    """
    submission.refresh_from_db(fields=["state"])
    if to not in SUBMISSION_TRANSITIONS[SubmissionState(submission.state)]:
        raise NotAllowedNow
    submission.state = to
    fields = ["state"]
    if accepted is not None:
        submission.accepted_version = accepted
        fields.append("accepted_version")
    submission.save(update_fields=fields)
    return submission
