"""The work on an exercise: begun when something is first written, and not by looking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.enums import ExerciseType, Unit
from courses.exceptions import NotAllowedNow, NotAMember
from courses.models import Enrolment, Exercise, Submission, Team
from courses.services.assembling import refresh_portfolio
from courses.services.membership import current_team, require_participant


def work_uuid(*, exercise: Exercise, owner: Team | Enrolment) -> UUID:
    """The address of the work, the same before and after it is begun."""
    return uuid5(exercise.uuid, str(owner.uuid))


def work_on(*, exercise: Exercise, enrolment: Enrolment) -> Submission:
    """The team's work on the exercise or the person's own; not saved if nobody has
    begun it. Writes nothing.

    Refuses NotAMember without a team, NotAllowedNow to readers and for an exercise that
    has no answer.
    """
    require_participant(enrolment)
    has_answer = exercise.type != ExerciseType.PEER_REVIEW
    if not has_answer or exercise.course_id != enrolment.cohort.course_id:
        raise NotAllowedNow
    team = current_team(enrolment)
    is_own = exercise.unit == Unit.PERSON
    owner = {"person": enrolment} if is_own else {"team": team, "person": None}
    rows = Submission.objects.with_exercise().filter(exercise=exercise)
    if found := rows.filter(**_lookup(owner)).first():
        return found
    address = work_uuid(exercise=exercise, owner=enrolment if is_own else team)
    return Submission(exercise=exercise, uuid=address, **({"team": team} | owner))


def unbegun_work(*, enrolment: Enrolment, uuid: UUID) -> Submission | None:
    """The work that the person may begin at an address, not saved."""
    team = Team.objects.for_enrolment(enrolment).first()
    if team is None:
        return None
    for exercise in Exercise.objects.filter(course=enrolment.cohort.course_id):
        owner = enrolment if exercise.unit == Unit.PERSON else team
        if work_uuid(exercise=exercise, owner=owner) == uuid:
            try:
                return work_on(exercise=exercise, enrolment=enrolment)
            except (NotAMember, NotAllowedNow):
                return None
    return None


def _lookup(owner: Mapping[str, Any]) -> dict[str, Any]:
    if owner["person"] is not None:
        return {"person": owner["person"]}
    return {"team": owner["team"], "person__isnull": True}


@transaction.atomic
def open_submission(
    *, exercise: Exercise, enrolment: Enrolment, at: datetime | None = None
) -> Submission:
    """The work on the exercise, fetched or begun, for those who are about to write.

    The portfolio is filled in from the answers accepted so far. Refuses as `work_on`.
    """
    at = at or timezone.now()
    submission = work_on(exercise=exercise, enrolment=enrolment)
    if submission.pk is not None:
        return submission
    submission.created_at = at
    submission.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        # A team-mate began it at the same moment.
        return work_on(exercise=exercise, enrolment=enrolment)
    if exercise.type == ExerciseType.PORTFOLIO:
        refresh_portfolio(submission=submission, at=at)
    return submission
