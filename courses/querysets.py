"""Questions about courses, people and work."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
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
        Submission,
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
        return self.filter(pk__in=_coached_cohorts(user, on))


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


def _coached_cohorts(user: Person, on: date | None = None) -> models.QuerySet[Any]:
    from courses.models import CohortCoach

    return CohortCoach.objects.acting(user, on).values("cohort")


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
        return self.filter(cohort__in=_coached_cohorts(user, on))


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

    def coached_by(self, user: Person, on: date | None = None) -> Self:
        return self.filter(submission__team__cohort__in=_coached_cohorts(user, on))

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "pk")

    def with_context(self) -> Self:
        return self.select_related(
            "submission__exercise__course", "submission__team__cohort"
        )


class ReviewQuerySet(FrozenQuerySet[Any]):
    def submitted(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def by_peers(self) -> Self:
        return self.filter(role=ReviewRole.PEER)

    def by_coaches(self) -> Self:
        """On which decisions rest: second readings are no part of what learners get."""
        return self.exclude(role__in=(ReviewRole.PEER, ReviewRole.SECOND))

    def second(self) -> Self:
        return self.filter(role=ReviewRole.SECOND)

    def shown_to(self, user: Person) -> Self:
        """Without those that would steer a second reading of the person's."""
        from courses.models import SecondReading

        hidden = SecondReading.objects.hiding_from(user)
        return self.exclude(version__in=hidden.values("version"))

    def given_by(self, enrolment: "Enrolment") -> Self:
        return self.filter(enrolment=enrolment)

    def with_ratings(self) -> Self:
        from rubric.models import CriterionRating

        return self.select_related("assessment", "reviewer").prefetch_related(
            Prefetch(
                "assessment__ratings",
                CriterionRating.objects.select_related(
                    "criterion", "level"
                ).prefetch_related("comments"),
            )
        )


class DecisionQuerySet(FrozenQuerySet[Any]):
    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)

    def for_submission(self, submission: "Submission") -> Self:
        """On any round of the work, the newest first."""
        return self.filter(version__submission=submission).newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-decided_at", "-pk")


class SecondReadingQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Nobody has sent one yet, and the answer has not moved on since."""
        from courses.models import Review, SubmissionVersion

        sent = Review.objects.second().submitted().filter(version=OuterRef("version"))
        later = (
            SubmissionVersion.objects.rounds()
            .standing()
            .filter(
                submission=OuterRef("version__submission"),
                number__gt=OuterRef("version__number"),
            )
        )
        return self.exclude(Exists(sent)).exclude(Exists(later))

    def for_reader(self, user: Person) -> Self:
        """Of answers that the person may read: not of an own team, nor one that they
        have begun to read as its first coach."""
        from courses.models import Enrolment, Review, TeamMembership

        if not user.is_authenticated:
            return self.none()
        rows = self if oversees(user) else self.coached_by(user)
        own = TeamMembership.objects.filter(
            enrolment__in=Enrolment.objects.for_person(user)
        )
        first = Review.objects.by_coaches().filter(reviewer=user)
        return rows.exclude(version__submission__team__in=own.values("team")).exclude(
            version__in=first.values("version")
        )

    def coached_by(self, user: Person) -> Self:
        return self.filter(version__submission__team__cohort__in=_coached_cohorts(user))

    def begun_by(self, user: Person) -> Self:
        """With a reading of the person's own, sent or not."""
        return self.filter(
            version__reviews__role=ReviewRole.SECOND, version__reviews__reviewer=user
        )

    def open_to(self, user: Person) -> Self:
        """What the person may begin, go on with or look back at."""
        rows = self.for_reader(user)
        keys = rows.begun_by(user).values("pk")
        return rows.filter(Q(pk__in=keys) | Q(pk__in=rows.waiting().values("pk")))

    def hiding_from(self, user: Person) -> Self:
        """Answers whose levels the person must not see yet: those that they have begun
        to read a second time, and as a coach those that they may begin."""
        rows = self.for_reader(user)
        unsent = Q(version__reviews__submitted_at__isnull=True)
        mine = Q(
            version__reviews__role=ReviewRole.SECOND, version__reviews__reviewer=user
        )
        begun = rows.filter(mine & unsent).values("pk")
        offered = rows.coached_by(user).waiting().values("pk")
        return self.filter(Q(pk__in=begun) | Q(pk__in=offered))

    def with_context(self) -> Self:
        return self.select_related(
            "version__submission__exercise__course",
            "version__submission__team__cohort",
        )


class CompletionQuerySet(FrozenQuerySet[Any]):
    def without_certificate(self) -> Self:
        return self.filter(certificate__isnull=True)
