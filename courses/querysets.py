"""Questions about courses, people and work."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.enums import (
    EnrolmentState,
    ExerciseType,
    ReviewRole,
    SubmissionState,
    VersionKind,
)
from valmentamo.guarding import FrozenQuerySet

if TYPE_CHECKING:
    from courses.models import (
        Cohort,  # noqa: F401
        Course,
        Enrolment,
        Submission,  # noqa: F401
        Team,
    )

type Person = Any  # a user, or AnonymousUser


def oversees(user: Person) -> bool:
    """Whether the person is a centre administrator, who looks after every cohort."""
    return bool(
        user.is_active
        and user.has_perm("wagtailadmin.access_admin")
        and user.has_perm("valmentamo_courses.view_cohort")
    )


class CourseQuerySet(models.QuerySet["Course"]):
    def in_use(self) -> Self:
        """With enrolled people: what they rely on may not go."""
        from courses.models import Enrolment

        return self.filter(pk__in=Enrolment.objects.values("cohort__course"))


class ExerciseQuerySet(models.QuerySet[Any]):
    def in_use(self) -> Self:
        """That learners have worked on, by answering or by reviewing a peer."""
        from courses.models import Review, Submission

        reviewed = Review.objects.by_peers().values("submission__exercise__course")
        return self.filter(
            Q(pk__in=Submission.objects.values("exercise"))
            | Q(type=ExerciseType.PEER_REVIEW, course__in=reviewed)
        )

    def with_structure(self) -> Self:
        """With parts, criteria and feeds in a fixed number of queries."""
        return self.prefetch_related(
            "parts",
            "exercise_criteria__criterion__levels",
            "feeds__field",
        )


class CohortQuerySet(models.QuerySet["Cohort"]):
    def open_for_enrolment(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(
            Q(enrolment_opens_at__isnull=True) | Q(enrolment_opens_at__lte=at),
            Q(enrolment_closes_at__isnull=True) | Q(enrolment_closes_at__gt=at),
        ).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate(at)),
        )

    def coached_by(self, user: Person, on: date | None = None) -> Self:
        return self.filter(pk__in=coached_cohorts(user, on))


class CohortCoachQuerySet(models.QuerySet[Any]):
    def current(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        )

    def acting(self, user: Person, on: date | None = None) -> Self:
        """Rows by which `user` coaches today: own rows, and as a substitute."""
        on = on or timezone.localdate()
        if not user.is_authenticated:
            return self.none()
        substitutes = Q(substitute=user, absent_from__lte=on, absent_until__gte=on)
        return self.current(on).filter(Q(user=user) | substitutes)

    def with_people(self) -> Self:
        """Rows whose person is still there, with the person, in the order of coming."""
        return self.filter(user__isnull=False).select_related("user").order_by("pk")

    def people(self) -> list[Any]:
        return [row.user for row in self.with_people()]


def coached_cohorts(user: Person, on: date | None = None) -> models.QuerySet[Any]:
    from courses.models import CohortCoach

    return CohortCoach.objects.acting(user, on).values("cohort")


def own_teams(user: Person) -> models.QuerySet[Any]:
    """Keys of every team that the person is or was ever in."""
    from courses.models import Enrolment, TeamMembership

    enrolments = Enrolment.objects.for_person(user)
    return TeamMembership.objects.filter(enrolment__in=enrolments).values("team")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> Self:
        return self.exclude(state=EnrolmentState.LEFT)

    def for_person(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user)

    def for_course(self, course: "Course") -> Self:
        return self.filter(cohort__course=course)

    def with_course(self) -> Self:
        return self.select_related("cohort__course", "cohort__partner", "user")


class TeamQuerySet(models.QuerySet["Team"]):
    def for_enrolment(self, enrolment: "Enrolment") -> Self:
        return self.filter(
            memberships__enrolment=enrolment, memberships__left_at__isnull=True
        )

    def coached_by(self, user: Person, on: date | None = None) -> Self:
        return self.filter(cohort__in=coached_cohorts(user, on))


class PartnerTaskQuerySet(models.QuerySet[Any]):
    def current(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class ToldTaskQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those whose task the cohort still has."""
        from courses.models import PartnerTask

        tasks = PartnerTask.objects.current().filter(
            cohort=OuterRef("enrolment__cohort"), partner=OuterRef("partner")
        )
        return self.filter(Exists(tasks)).select_related("partner")


class TeamMembershipQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.filter(left_at__isnull=True)

    def with_people(self) -> Self:
        """With the person behind each, in the order of joining."""
        return self.select_related("enrolment__user").order_by("joined_at", "pk")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def for_team(self, team: "Team") -> Self:
        return self.filter(team=team, person__isnull=True)

    def for_enrolment(self, enrolment: "Enrolment") -> Self:
        """The person's own work and that of the team to which they belong now."""
        return self.filter(
            Q(person=enrolment)
            | Q(
                person__isnull=True,
                team__memberships__enrolment=enrolment,
                team__memberships__left_at__isnull=True,
            )
        )

    def accepted(self) -> Self:
        return self.filter(accepted_version__isnull=False)

    def with_exercise(self) -> Self:
        return self.select_related("exercise__course", "team__cohort", "person")


class SubmissionVersionQuerySet(FrozenQuerySet[Any]):
    def standing(self) -> Self:
        """Not taken back by the team."""
        return self.filter(withdrawn_at__isnull=True)

    def rounds(self) -> Self:
        return self.filter(kind=VersionKind.ROUND)

    def peer_copies(self) -> Self:
        """Copies of portfolios that were opened for peers."""
        return self.standing().filter(kind=VersionKind.PEER)

    def answered_by_peers(self) -> Self:
        return self.filter(
            reviews__role=ReviewRole.PEER, reviews__submitted_at__isnull=False
        )

    def newest_first(self) -> Self:
        return self.order_by("-number", "-pk")

    def waiting_for_coach(self) -> Self:
        return (
            self.rounds()
            .standing()
            .filter(submission__state=SubmissionState.SUBMITTED)
            .exclude(decisions__superseded_at__isnull=True, decisions__isnull=False)
        )

    def decided_last(self) -> Self:
        """Rounds that a coach has answered and no newer round has followed."""
        from courses.models import Decision

        answered = Decision.objects.current().filter(version=OuterRef("pk"))
        return self.rounds().standing().filter(Exists(answered)).exclude(followed())

    def coached_by(self, user: Person, on: date | None = None) -> Self:
        return self.filter(submission__team__cohort__in=coached_cohorts(user, on))

    def not_of_own_team(self, user: Person) -> Self:
        """Not of a team to which the person belongs or has belonged."""
        return self.exclude(submission__team__in=own_teams(user))

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "pk")

    def with_context(self) -> Self:
        return self.select_related(
            "submission__exercise__course", "submission__team__cohort"
        )


def followed(path: str = "") -> Exists:
    """Whether a newer round of the same work stands; `path` leads to the version."""
    from courses.models import SubmissionVersion

    newer = SubmissionVersion.objects.rounds().standing()
    return Exists(
        newer.filter(
            submission=OuterRef(f"{path}submission"),
            number__gt=OuterRef(f"{path}number"),
        )
    )


class CompletionQuerySet(FrozenQuerySet[Any]):
    def without_certificate(self) -> Self:
        return self.filter(certificate__isnull=True)
