"""Questions about reviews, decisions and second readings."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from courses.enums import ReviewRole
from courses.querysets import (
    Person,
    coached_cohorts,
    followed,
    oversees,
    own_teams,
)
from valmentamo.guarding import FrozenQuerySet

if TYPE_CHECKING:
    from courses.models import Enrolment, Submission


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
    def rounds(self) -> set[int]:
        """Keys of the rounds that are read."""
        return set(self.values_list("version", flat=True))

    def waiting(self) -> Self:
        """Nobody has sent one yet, and the answer has not moved on since."""
        from courses.models import Review

        sent = Review.objects.second().submitted().filter(version=OuterRef("version"))
        return self.exclude(Exists(sent)).exclude(followed("version__"))

    def for_reader(self, user: Person) -> Self:
        """Of answers that the person may read: not of an own team, nor one that they
        have begun to read as its first coach."""
        from courses.models import Review

        if not user.is_authenticated:
            return self.none()
        rows = self if oversees(user) else self.coached_by(user)
        first = Review.objects.by_coaches().filter(reviewer=user)
        return rows.exclude(version__submission__team__in=own_teams(user)).exclude(
            version__in=first.values("version")
        )

    def coached_by(self, user: Person) -> Self:
        return self.filter(version__submission__team__cohort__in=coached_cohorts(user))

    def begun_by(self, user: Person, **more: Any) -> Self:
        """With a reading of the person's own, sent or not."""
        return self.filter(
            version__reviews__role=ReviewRole.SECOND,
            version__reviews__reviewer=user,
            **more,
        )

    def open_to(self, user: Person) -> Self:
        """What the person may begin, go on with or look back at."""
        rows = self.for_reader(user)
        keys = rows.begun_by(user).values("pk")
        return rows.filter(Q(pk__in=keys) | Q(pk__in=rows.waiting().values("pk")))

    def to_read_by(self, user: Person) -> Self:
        """As `open_to`, without what the person has sent."""
        sent = self.begun_by(user, version__reviews__submitted_at__isnull=False)
        return self.open_to(user).exclude(pk__in=sent.values("pk"))

    def hiding_from(self, user: Person) -> Self:
        """Answers whose levels the person must not see yet: those that they have begun
        to read a second time, and as a coach those that they may begin."""
        rows = self.for_reader(user)
        begun = rows.begun_by(user, version__reviews__submitted_at__isnull=True)
        offered = rows.coached_by(user).waiting()
        keys = begun.values("pk"), offered.values("pk")
        return self.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]))

    def with_context(self) -> Self:
        return self.select_related(
            "version__submission__exercise__course",
            "version__submission__team__cohort",
        )
