"""Everything the page of one exercise shows to one learner."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from courses.answers import Shape, split_cell
from courses.enums import (
    ExerciseType,
    ProposalState,
    SelfRating,
    SubmissionState,
    Unit,
)
from courses.models import (
    Attachment,
    CohortCoach,
    DraftField,
    Enrolment,
    Exercise,
    FieldProposal,
    SelfRatingRecord,
    Submission,
    Team,
)
from courses.screens.answer_form import AnswerForm, Filling, field_id, lay_out
from courses.screens.conflicts import ConflictView, conflict_views
from courses.screens.criteria import CriterionView, criteria_of, criterion_views
from courses.screens.rounds import WorkRounds
from courses.screens.unsaved import Fault, Unsaved
from courses.services.assembling import assembled_drafts
from courses.services.shapes import description_fields, shape_of
from rubric.models import Assessment


class ExerciseScreen(WorkRounds):
    """The prompt, the criteria, and the answer with its rounds so far."""

    def __init__(
        self,
        *,
        exercise: Exercise,
        enrolment: Enrolment,
        team: Team,
        submission: Submission,
        unsaved: Unsaved | None = None,
    ) -> None:
        self.exercise, self.enrolment = exercise, enrolment
        self.team, self.submission = team, submission
        self.unsaved = unsaved or Unsaved()

    @property
    def is_begun(self) -> bool:
        """Whether the work is saved; looking at an exercise doesn't begin it."""
        return self.submission.pk is not None

    # ---- the answer ----
    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.exercise)

    @cached_property
    def drafts(self) -> dict[str, DraftField]:
        if not self.is_begun and self.is_portfolio:
            return {row.key: row for row in assembled_drafts(self.submission)}
        rows = DraftField.objects.filter(submission=self.submission.pk)
        return {row.key: row for row in rows.select_related("updated_by")}

    @cached_property
    def form(self) -> AnswerForm:
        fields = description_fields(self.exercise)
        helps = {row.key: str(row.help) for row in fields if self.is_portfolio}
        return lay_out(
            self.shape,
            Filling(
                drafts=self.drafts,
                unsaved=self.unsaved.fields,
                faults=self.unsaved.faults,
                proposals=self.proposals,
                helps=helps,
                choice_labels={row.key: str(row.label) for row in fields},
                language=self.team.language,
                rows=self.unsaved.rows,
            ),
        )

    @cached_property
    def proposals(self) -> dict[str, FieldProposal]:
        if not self.is_portfolio:
            return {}
        rows = FieldProposal.objects.filter(
            submission=self.submission.pk, state=ProposalState.OPEN
        )
        return {row.key: row for row in rows}

    @cached_property
    def attachments(self) -> list[Attachment]:
        if not self.exercise.allows_attachments:
            return []
        rows = Attachment.objects.filter(submission=self.submission.pk)
        return list(rows.filter(removed_at=None).order_by("pk"))

    @property
    def saved_at(self) -> datetime | None:
        if not self.is_begun:
            return None
        return max((row.updated_at for row in self.drafts.values()), default=None)

    @property
    def is_as_returned(self) -> bool:
        """Whether nobody has written since the coach returned the answer."""
        if self.state != SubmissionState.RETURNED or self.decision is None:
            return False
        return self.saved_at is None or self.saved_at <= self.decision.decided_at

    @cached_property
    def faults(self) -> list[Fault]:
        """What to correct, with the place on the page and its name."""
        return [self._fault(key, message) for key, message in self.unsaved.faults]

    def _fault(self, key: str, message: str) -> Fault:
        for view in self.criteria:
            if key in (view.rating_name, view.sentence_name):
                return Fault(view.own_id, str(view.criterion.name), message)
        if part := self.shape.part(key):
            label = part.label or _("Answer")
            if cell := split_cell(key):
                label = _("%(label)s, row %(row)d") % {"label": label, "row": cell[1]}
            return Fault(field_id(key), label, message)
        return Fault(key, "", message)

    def errors_at(self, key: str) -> list[str]:
        return [message for fault, message in self.unsaved.faults if fault == key]

    @property
    def attachment_errors(self) -> list[str]:
        return self.errors_at("attachment")

    @property
    def reading_errors(self) -> list[str]:
        return self.errors_at("text_read")

    @cached_property
    def conflicts(self) -> list[ConflictView]:
        return conflict_views(self.submission, self.shape, self.unsaved.conflicts)

    @property
    def lost_texts(self) -> list[tuple[str, str]]:
        """Texts that can't be saved any more, with their labels."""
        return [
            (part.label if (part := self.shape.part(key)) else "", posted.text)
            for key, posted in self.unsaved.fields.items()
        ]

    # ---- criteria and own levels ----
    @cached_property
    def own_assessment(self) -> Assessment | None:
        """The open rating of the draft; else the one that went with the last version."""
        records = SelfRatingRecord.objects.filter(
            submission=self.submission.pk, enrolment=self.enrolment
        )
        open_or_last = records.order_by("-version__number", "-pk")
        record = records.filter(version=None).first() or open_or_last.first()
        if record is None:
            return None
        return Assessment.objects.with_ratings().get(pk=record.assessment_id)

    @cached_property
    def criteria(self) -> list[CriterionView]:
        return criterion_views(
            criteria_of(self.exercise),
            coach=self.coach_assessment,
            own=self.own_assessment if self.asks_own_rating else None,
            posted=self.unsaved.ratings,
            faults=self.unsaved.faults,
            required=self.rating_required,
        )

    @property
    def criteria_in_hint(self) -> list[CriterionView]:
        """Named beside the one field of a text; they stand beside other answers."""
        return [] if self.has_short_fields else self.criteria

    @property
    def asks_own_rating(self) -> bool:
        return self.is_self_assessment or self.exercise.self_rating != SelfRating.OFF

    @property
    def rating_required(self) -> bool:
        return self.exercise.self_rating == SelfRating.REQUIRED

    # ---- words and conditions ----
    @property
    def is_writable(self) -> bool:
        return self.state != SubmissionState.SUBMITTED

    @property
    def is_self_assessment(self) -> bool:
        return self.exercise.type == ExerciseType.SELF_ASSESSMENT

    @property
    def has_short_fields(self) -> bool:
        return self.exercise.type != ExerciseType.LONG_TEXT

    @property
    def asks_reading(self) -> bool:
        return self.exercise.unit == Unit.TEAM

    @cached_property
    def members(self) -> int:
        return self.team.memberships.current().count()

    @cached_property
    def coaches(self) -> list[Any]:
        rows = CohortCoach.objects.filter(cohort=self.enrolment.cohort_id)
        return rows.current().people()
