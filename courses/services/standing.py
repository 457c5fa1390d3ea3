"""Where a person stands on the way to the certificate, read from the rows."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Prefetch, Q

from courses.enums import ExerciseType, Stage, VersionKind
from courses.models import (
    Course,
    Enrolment,
    Exercise,
    Review,
    Submission,
    SubmissionVersion,
    TeamMembership,
)
from courses.progress import (
    Progress,
    Record,
    Round,
    Span,
    Task,
    Work,
    progress,
    required_exercises,
)


def progress_for(enrolment: Enrolment) -> Progress:
    """Where the person stands, in a fixed number of queries."""
    return progress(_record(enrolment))


def exercises_needed(course: Course) -> tuple[int, int]:
    """How many exercises the certificate needs at the first stage and at the last."""
    tasks = [_task(row) for row in Exercise.objects.filter(course=course)]
    first, *_between, last = Stage
    return (
        len(required_exercises(tasks, first)),
        len(required_exercises(tasks, last)),
    )


def _record(enrolment: Enrolment) -> Record:
    course = enrolment.cohort.course
    tasks = [_task(row) for row in Exercise.objects.filter(course=course)]
    memberships = list(
        enrolment.memberships.select_related("team").order_by("joined_at", "pk")
    )
    asks_peers = any(t.type == ExerciseType.PEER_REVIEW and t.required for t in tasks)
    given = Review.objects.by_peers().submitted().given_by(enrolment)
    return Record(
        tasks=tasks,
        works=_works(enrolment, memberships),
        stage=_stage(memberships),
        reviews_needed=course.peer_reviews_required if asks_peers else 0,
        reviews_given=given.count(),
        details_confirmed=enrolment.details_confirmed_at is not None,
    )


def _task(row: Exercise) -> Task:
    return Task(
        pk=row.pk,
        key=row.key,
        type=row.type,
        rated_by=row.rated_by,
        required=row.required,
        required_from_stage=row.required_from_stage,
        occasion=row.occasion,
    )


def _stage(memberships: Sequence[TeamMembership]) -> str:
    """The stage of the team of now, else of the last one."""
    if not memberships:
        return Stage.IDEA
    current = [m for m in memberships if m.left_at is None]
    return (current or memberships)[-1].team.stage


def _works(
    enrolment: Enrolment, memberships: Sequence[TeamMembership]
) -> dict[int, list[tuple[Work, list[Span]]]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for membership in memberships:
        spans[membership.team_id].append(
            Span(joined_at=membership.joined_at, left_at=membership.left_at)
        )
    versions = SubmissionVersion.objects.standing().exclude(kind=VersionKind.PEER)
    submissions = (
        Submission.objects.filter(
            Q(person=enrolment) | Q(person__isnull=True, team__in=list(spans))
        )
        .select_related("accepted_version")
        .prefetch_related(Prefetch("versions", queryset=versions.order_by("number")))
    )
    order = list(spans)
    works: dict[int, list[tuple[Work, list[Span]]]] = defaultdict(list)
    for row in sorted(submissions, key=lambda s: _place(order, s.team_id)):
        works[row.exercise_id].append((_work(row), spans[row.team_id]))
    return works


def _place(order: list[int], team: int) -> int:
    return order.index(team) if team in order else -1


def _work(row: Submission) -> Work:
    return Work(
        state=row.state,
        rounds=tuple(
            Round(number=v.number, submitted_at=v.submitted_at, stage=v.stage)
            for v in row.versions.all()
        ),
        accepted=row.accepted_version.number if row.accepted_version else None,
        is_own=row.person_id is not None,
    )
