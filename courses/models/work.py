"""What learners write: drafts per field, frozen versions, attachments."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import ProposalState, Stage, SubmissionState, VersionKind
from courses.models.course import Exercise
from courses.models.people import Enrolment, Team
from courses.querysets import SubmissionQuerySet, SubmissionVersionQuerySet
from valmentamo.guarding import FrozenModel, FrozenQuerySet


def private_storage() -> Storage:
    return storages["private"]


class Submission(models.Model):
    """The work of a team, or of one person, on an exercise: its identity over rounds."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, related_name="submissions"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="submissions")
    # Set only where the exercise is each person's own.
    person = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    state = models.CharField(
        max_length=12, choices=SubmissionState, default=SubmissionState.DRAFT
    )
    accepted_version = models.ForeignKey(
        "SubmissionVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                "exercise",
                "team",
                condition=Q(person__isnull=True),
                name="courses_one_submission_a_team",
            ),
            models.UniqueConstraint(
                "exercise",
                "person",
                condition=Q(person__isnull=False),
                name="courses_one_submission_a_person",
            ),
        ]


class DraftField(models.Model):
    """One field being written. `revision` guards against two team-mates at once.

    Keys are the keys of answer parts; a table cell is `<column>.<row from 1>`; in the
    portfolio they are keys of description fields. `assembled` is the text that the
    accepted answers last put here: where `text` differs from it, a person has edited.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="draft_fields"
    )
    key = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    revision = models.PositiveIntegerField(default=1)
    assembled = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "submission", "key", name="courses_draft_field_once"
            )
        ]


class DraftSnapshot(models.Model):
    """All fields of a draft as they were, kept before something replaces them."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="snapshots"
    )
    fields = models.JSONField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )


class FieldProposal(models.Model):
    """A newly assembled text for a description field that the team has edited."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="proposals"
    )
    key = models.CharField(max_length=60)
    text = models.TextField()
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "submission",
                "key",
                condition=Q(state=ProposalState.OPEN),
                name="courses_one_open_proposal_a_field",
            )
        ]


class Attachment(FrozenModel):
    """A file beside an answer, in private storage under a name of ours."""

    frozen_q = Q(versions__isnull=False)

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.FileField(storage=private_storage, upload_to="attachments/%Y/%m")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = FrozenQuerySet.as_manager()


class SubmissionVersion(FrozenModel):
    """The answer as it was at one moment, with what was asked then; never changed.

    `answers` is {key: text}; `asked` is the sealed snapshot: exercise, prompt, focus,
    parts, criteria and rubric version, as plain JSON.
    """

    frozen_q = Q()

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="versions"
    )
    kind = models.CharField(max_length=8, choices=VersionKind)
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    language = models.CharField(max_length=8)
    stage = models.CharField(max_length=8, choices=Stage)
    asked = models.JSONField()
    attachments = models.ManyToManyField(
        Attachment, related_name="versions", blank=True
    )
    # Made by the form, so that a double click or a replay finds the first row.
    submit_key = models.UUIDField(default=uuid4)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # What those who rate it call it (`courses.subjects`); a copy from before the names
    # were made of the texts has none.
    subject = models.UUIDField(null=True, editable=False)

    objects = SubmissionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission version")
        verbose_name_plural = _("submission versions")
        ordering = ("submission", "kind", "number")
        constraints = [
            models.UniqueConstraint(
                "submission", "kind", "number", name="courses_round_number_once"
            ),
            models.UniqueConstraint(
                "submission", "submit_key", name="courses_submit_key_once"
            ),
        ]

    @property
    def rated_as(self) -> str:
        """The subject of every assessment of this version."""
        return str(self.subject or self.uuid)


class SelfRatingRecord(FrozenModel):
    """Ties a learner's own assessment to the draft and, when frozen, to its version."""

    frozen_q = Q(version__isnull=False)

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="self_ratings"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="self_ratings"
    )
    assessment = models.OneToOneField(
        "valmentamo_rubric.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        SubmissionVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="self_ratings",
    )

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "submission",
                "enrolment",
                condition=Q(version__isnull=True),
                name="courses_one_open_self_rating",
            )
        ]
