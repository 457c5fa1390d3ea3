"""What others say of a version: reviews, the coach's decision, and a second reading."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import DecisionOutcome, ReviewRole
from courses.models.people import Enrolment
from courses.models.work import Submission, SubmissionVersion
from courses.review_querysets import (
    DecisionQuerySet,
    ReviewQuerySet,
    SecondReadingQuerySet,
)
from valmentamo.guarding import FrozenModel


class Review(FrozenModel):
    """One assessor's reading of one version. `enrolment` is set for peers only."""

    frozen_q = Q(submitted_at__isnull=False)

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    assessment = models.OneToOneField(
        "valmentamo_rubric.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    # Copied from the version so that the database can hold "once per pair".
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="reviews"
    )
    version = models.ForeignKey(
        SubmissionVersion, on_delete=models.PROTECT, related_name="reviews"
    )
    role = models.CharField(max_length=12, choices=ReviewRole)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="peer_reviews",
    )
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                "version", "reviewer", "role", name="courses_one_review_a_reviewer"
            ),
            models.UniqueConstraint(
                "submission",
                "enrolment",
                condition=Q(enrolment__isnull=False),
                name="courses_peer_reviews_a_team_once",
            ),
            models.CheckConstraint(
                condition=Q(role=ReviewRole.PEER, enrolment__isnull=False)
                | (~Q(role=ReviewRole.PEER) & Q(enrolment__isnull=True)),
                name="courses_peers_are_enrolled",
            ),
        ]


class Decision(FrozenModel):
    """The coach's decision on a round, with the result that it rests on.

    `unanswered` holds the keys of prompt parts that the answer left out; `missing` says
    in words what is unanswered in a prompt that has only one part.
    """

    frozen_q = Q()

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    version = models.ForeignKey(
        SubmissionVersion, on_delete=models.PROTECT, related_name="decisions"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="decisions"
    )
    result = models.OneToOneField(
        "valmentamo_rubric.Result", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=DecisionOutcome)
    unanswered = models.JSONField(default=list, blank=True)
    missing = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                "version",
                condition=Q(superseded_at__isnull=True),
                name="courses_one_decision_a_version",
            )
        ]


class SecondReading(models.Model):
    """That a decided round is to be read by another coach, who doesn't see how the
    first one rated it. `is_drawn`: the share of the cohort chose it."""

    version = models.OneToOneField(
        SubmissionVersion, on_delete=models.PROTECT, related_name="second_reading"
    )
    is_drawn = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_drawn=False) | Q(asked_by__isnull=True),
                name="courses_nobody_asked_for_what_was_drawn",
            )
        ]
