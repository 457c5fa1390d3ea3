"""Where a person stands in one course: the next step, what is missing, levels, feedback."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from courses import progress as conditions
from courses.enums import (
    CohortKind,
    EnrolmentKind,
    EnrolmentState,
)
from courses.models import (
    Completion,
    Decision,
    Enrolment,
    Exercise,
    Submission,
    SubmissionVersion,
    Team,
    TeamMembership,
)
from courses.progress import Condition, Item, Progress
from courses.screens.criteria import CriterionView
from courses.screens.latest import LatestFeedback, latest_feedback, latest_levels
from courses.screens.next_step import ExerciseLink, Step, next_step
from courses.services.completion import progress_for
from courses.titles import exercise_titles, exercise_urls


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition with links to what is still open; `is_next` is marked on the page."""

    condition: Condition
    links: list[ExerciseLink]
    is_next: bool

    @property
    def key(self) -> str:
        return self.condition.key


def enrolments_of(user: Any) -> list[Enrolment]:
    """The newest first; those who left are no longer shown."""
    rows = Enrolment.objects.current().for_person(user).with_course()
    return list(rows.order_by("-enrolled_at", "-pk"))


class PathScreen:
    def __init__(self, enrolment: Enrolment, request: HttpRequest) -> None:
        self.enrolment, self.request = enrolment, request
        self.course = enrolment.cohort.course

    # ---- people ----
    @property
    def is_reader(self) -> bool:
        return self.enrolment.kind == EnrolmentKind.READER

    @cached_property
    def team(self) -> Team | None:
        return Team.objects.for_enrolment(self.enrolment).first()

    @cached_property
    def memberships(self) -> list[TeamMembership]:
        if self.team is None:
            return []
        return list(self.team.memberships.current().with_people())

    # ---- progress ----
    @cached_property
    def progress(self) -> Progress:
        return progress_for(self.enrolment)

    @cached_property
    def links(self) -> dict[int, ExerciseLink]:
        """Every exercise of the course in order, with its title, address and state."""
        language = get_language() or ""
        titles = exercise_titles(self.course, language)
        urls = exercise_urls(self.course, language, self.request)
        return {
            row.pk: ExerciseLink(
                row,
                titles.get(row.pk, row.key),
                urls.get(row.pk, ""),
                self.progress.items.get(row.pk) or Item(pk=row.pk, key=row.key),
                row.pk in self.begun,
            )
            for row in Exercise.objects.filter(course=self.course)
        }

    @cached_property
    def begun(self) -> set[int]:
        """Exercises in whose draft something has been written."""
        rows = Submission.objects.for_enrolment(self.enrolment)
        return set(
            rows.filter(
                Q(draft_fields__isnull=False) | Q(self_ratings__isnull=False)
            ).values_list("exercise", flat=True)
        )

    @cached_property
    def conditions(self) -> list[ConditionView]:
        found: list[ConditionView] = []
        marked = False
        for condition in self.progress.conditions:
            if not condition.needed:
                continue
            links = [self.links[item.pk] for item in condition.open_items]
            if condition.key == conditions.PEER_REVIEWS:
                links = [link for link in self.links.values() if link.is_peer_review]
            is_next = not condition.met and not marked
            marked = marked or is_next
            found.append(ConditionView(condition, links, is_next))
        return found

    @property
    def open_conditions(self) -> int:
        return sum(not view.condition.met for view in self.conditions)

    @property
    def ladder(self) -> list[str]:
        """A layer for each required exercise: reached, the next one, later."""
        exercises = self.progress[conditions.EXERCISES]
        left = exercises.left
        marks = ["on"] * exercises.done
        return marks + ["next"] * min(left, 1) + [""] * max(0, left - 1)

    @property
    def exercises(self) -> Condition:
        return self.progress[conditions.EXERCISES]

    # ---- the next step ----
    @cached_property
    def step(self) -> Step:
        if self.enrolment.state == EnrolmentState.COMPLETED:
            return Step("completed")
        if self.is_reader:
            return Step("reader")
        if self.team is None:
            return Step("team")
        return next_step(self.progress, self.links.values())

    @cached_property
    def returned(self) -> Decision | None:
        """The decision behind the step "returned"."""
        if self.step.kind != "returned" or self.step.exercise is None:
            return None
        rows = self._decisions.filter(
            version__submission__exercise=self.step.exercise.exercise
        )
        return rows.newest_first().first()

    @cached_property
    def waiting(self) -> list[tuple[ExerciseLink, datetime]]:
        """Answers that a coach has, with the day by which the coach answers."""
        rows = (
            SubmissionVersion.objects.waiting_for_coach()
            .filter(submission__in=self._submissions)
            .select_related("submission")
            .oldest_first()
        )
        days = timedelta(days=self.course.coach_answer_days)
        return [
            (self.links[v.submission.exercise_id], v.submitted_at + days) for v in rows
        ]

    # ---- levels and feedback ----
    @property
    def _submissions(self) -> Any:
        return Submission.objects.for_enrolment(self.enrolment).values("pk")

    @property
    def _decisions(self) -> Any:
        return (
            Decision.objects.current()
            .filter(version__submission__in=self._submissions)
            .select_related("version__submission", "review", "decided_by")
        )

    @cached_property
    def levels(self) -> list[CriterionView]:
        return latest_levels(self.course, self._decisions)

    @property
    def has_levels(self) -> bool:
        return any(view.now for view in self.levels)

    @cached_property
    def feedback(self) -> LatestFeedback | None:
        titles = {pk: link.title for pk, link in self.links.items()}
        return latest_feedback(self._decisions, titles)

    # ---- around ----
    @property
    def week(self) -> int | None:
        """The week of the person's course while it runs: a rolling cohort takes people
        in all the time, so each counts from the day on which they came."""
        starts, weeks = self.enrolment.cohort.starts_on, self.course.weeks
        if not starts or not weeks:
            return None
        if self.enrolment.cohort.kind == CohortKind.ROLLING:
            starts = max(starts, timezone.localdate(self.enrolment.enrolled_at))
        week = (timezone.localdate() - starts).days // 7 + 1
        return week if 1 <= week <= weeks else None

    @cached_property
    def completion(self) -> Completion | None:
        rows = Completion.objects.filter(enrolment=self.enrolment)
        return rows.select_related("certificate").first()

    @cached_property
    def peer_copy(self) -> SubmissionVersion | None:
        """The team's newest copy for peers that somebody has answered."""
        return (
            SubmissionVersion.objects.peer_copies()
            .answered_by_peers()
            .filter(submission__in=self._submissions)
            .newest_first()
            .first()
        )
