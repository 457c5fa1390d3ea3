"""Who may open what. Every door asks here; a refusal is a 404.

`may_…` functions answer yes or no; the others fetch, always scoped by the person.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.enums import ExerciseType
from courses.models import (
    Attachment,
    Cohort,
    CohortCoach,
    Course,
    Enrolment,
    Exercise,
    FieldProposal,
    Review,
    SecondReading,
    Submission,
    SubmissionVersion,
    Team,
    TeamMembership,
)
from courses.querysets import Person, oversees
from courses.services.opening import unbegun_work


def enrolment_for(user: Person, course: Course) -> Enrolment | None:
    """The person's newest enrolment in the course that is not left."""
    return (
        Enrolment.objects.current()
        .for_person(user)
        .for_course(course)
        .with_course()
        .order_by("-enrolled_at", "-pk")
        .first()
    )


def require_enrolment(user: Person, course: Course) -> Enrolment:
    if enrolment := enrolment_for(user, course):
        return enrolment
    raise Http404


def own_enrolment(user: Person, uuid: UUID) -> Enrolment:
    rows = Enrolment.objects.current().for_person(user).with_course()
    return get_object_or_404(rows, uuid=uuid)


def may_see_course(user: Person, course: Course) -> bool:
    """Lessons and exercises: for its learners, its coaches and the staff of the CMS."""
    if not user.is_authenticated:
        return False
    return (
        Enrolment.objects.current().for_person(user).for_course(course).exists()
        or CohortCoach.objects.acting(user).filter(cohort__course=course).exists()
        or may_edit_courses(user)
    )


def may_edit_courses(user: Person) -> bool:
    """Groups open the CMS; what they may do there is for Wagtail's policies to say."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def may_coach(user: Person, cohort: Cohort) -> bool:
    return CohortCoach.objects.acting(user).filter(cohort=cohort).exists()


def is_coach(user: Person) -> bool:
    """Whether the person coaches anything today: opens the desk."""
    return CohortCoach.objects.acting(user).exists()


def may_read_reports(user: Person) -> bool:
    """The centre administrator reads every cohort's report; each reading is logged."""
    return oversees(user)


def cohort_for_report(user: Person, uuid: UUID) -> Cohort:
    """For the coaches of the cohort and for the centre administrator."""
    rows = Cohort.objects.all()
    if not may_read_reports(user):
        rows = rows.coached_by(user)
    return get_object_or_404(rows.select_related("course__rubric_version"), uuid=uuid)


def cohort_to_join(user: Person, uuid: UUID) -> Cohort:
    """Any cohort that a person has the address of; `enrol` refuses a closed one."""
    if not user.is_authenticated:
        raise Http404
    return get_object_or_404(Cohort.objects.select_related("course"), uuid=uuid)


def team_for(user: Person, uuid: UUID) -> Team:
    """For members and for the coaches of the cohort."""
    if not user.is_authenticated:
        raise Http404
    coached = Team.objects.coached_by(user).values("pk")
    rows = Team.objects.filter(Q(pk__in=_own_teams(user)) | Q(pk__in=coached))
    return get_object_or_404(
        rows.select_related("cohort__course", "partner"), uuid=uuid
    )


def own_team_for(user: Person, uuid: UUID) -> Team:
    """For members alone: what they write before it is submitted."""
    if not user.is_authenticated:
        raise Http404
    rows = Team.objects.filter(pk__in=_own_teams(user))
    return get_object_or_404(rows.select_related("cohort__course"), uuid=uuid)


def submission_for(user: Person, uuid: UUID) -> Submission:
    """The person's own work, or that of the team to which the person belongs now."""
    rows = Submission.objects.with_exercise().filter(pk__in=_own_submissions(user))
    return get_object_or_404(rows, uuid=uuid)


def work_for(user: Person, uuid: UUID) -> tuple[Submission, Enrolment]:
    """As `submission_for`, and also work that nobody has begun: it isn't saved yet."""
    enrolments = Enrolment.objects.current().for_person(user).with_course()
    rows = Submission.objects.with_exercise().filter(pk__in=_own_submissions(user))
    if found := rows.filter(uuid=uuid).first():
        return found, get_object_or_404(enrolments, cohort=found.team.cohort_id)
    for enrolment in enrolments:
        if work := unbegun_work(enrolment=enrolment, uuid=uuid):
            return work, enrolment
    raise Http404


def version_for_learner(user: Person, uuid: UUID) -> SubmissionVersion:
    rows = SubmissionVersion.objects.with_context()
    return get_object_or_404(
        rows.filter(submission__in=_own_submissions(user)), uuid=uuid
    )


def version_for_coach(user: Person, uuid: UUID) -> SubmissionVersion:
    """A round in a cohort that the person coaches, of a team that is not their own."""
    rows = (
        SubmissionVersion.objects.rounds()
        .standing()
        .with_context()
        .coached_by(user)
        .not_of_own_team(user)
    )
    return get_object_or_404(rows, uuid=uuid)


def may_read_again(user: Person) -> bool:
    """Opens the list of second readings: to coaches and the centre administrator."""
    return is_coach(user) or oversees(user)


def second_reading_for(user: Person, uuid: UUID) -> SubmissionVersion:
    """An answer that waits for the person's second reading, or has got it."""
    readings = SecondReading.objects.open_to(user)
    rows = SubmissionVersion.objects.with_context()
    return get_object_or_404(rows.filter(second_reading__in=readings), uuid=uuid)


def version_to_ask_for(user: Person, uuid: UUID) -> SubmissionVersion:
    """A round for which the person may ask a second reading."""
    if not oversees(user):
        return version_for_coach(user, uuid)
    rows = SubmissionVersion.objects.rounds().standing().not_of_own_team(user)
    return get_object_or_404(rows.with_context(), uuid=uuid)


def peer_exercise_for(user: Person, uuid: UUID) -> tuple[Exercise, Enrolment]:
    """The peer review exercise and the enrolment with which the person takes part."""
    rows = Exercise.objects.filter(type=ExerciseType.PEER_REVIEW).select_related(
        "course"
    )
    exercise = get_object_or_404(rows, uuid=uuid)
    return exercise, require_enrolment(user, exercise.course)


def peer_review_for(user: Person, uuid: UUID) -> Review:
    """The person's own peer review. It never carries the names of the other team."""
    enrolments = Enrolment.objects.current().for_person(user)
    rows = (
        Review.objects.by_peers()
        .filter(enrolment__in=enrolments)
        .select_related("version__submission__exercise__course", "enrolment__cohort")
    )
    return get_object_or_404(rows, uuid=uuid)


def attachment_for(user: Person, uuid: UUID) -> Attachment:
    """For the team unless it was taken from a draft; for its coach once it was submitted
    and for its second reader."""
    if not user.is_authenticated:
        raise Http404
    rounds = SubmissionVersion.objects.rounds().standing()
    shown = rounds.coached_by(user).not_of_own_team(user)
    again = SecondReading.objects.open_to(user).values("version")
    there = Q(removed_at=None) | Q(versions__isnull=False)
    own = Q(submission__in=_own_submissions(user)) & there
    rows = Attachment.objects.filter(
        own | Q(versions__in=shown) | Q(versions__in=again)
    ).distinct()
    return get_object_or_404(rows, uuid=uuid)


def proposal_for(user: Person, pk: int) -> FieldProposal:
    rows = FieldProposal.objects.select_related("submission__exercise")
    return get_object_or_404(rows.filter(submission__in=_own_submissions(user)), pk=pk)


def _own_teams(user: Person) -> QuerySet[Any, Any]:
    """Keys of the teams of now."""
    enrolments = Enrolment.objects.current().for_person(user)
    rows = TeamMembership.objects.current().filter(enrolment__in=enrolments)
    return rows.values("team")


def _own_submissions(user: Person) -> QuerySet[Any, Any]:
    enrolments = Enrolment.objects.current().for_person(user)
    own = Q(person__in=enrolments)
    shared = Q(person__isnull=True, team__in=_own_teams(user))
    return Submission.objects.filter(own | shared).values("pk")
