"""Answers that wait for a coach, in a fixed number of questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses import reporting
from courses.models import Cohort, Review, SubmissionVersion
from courses.querysets import Person, SubmissionVersionQuerySet
from courses.titles import exercise_titles

PROMISED = "submission__exercise__course__coach_answer_days"


@dataclass(frozen=True, slots=True)
class QueueItem:
    version: Any
    title: str
    days: int
    late: bool
    has_draft: bool


def queue_of(user: Person, cohort: Cohort | None = None) -> SubmissionVersionQuerySet:
    """What waits in the cohorts that the person coaches today, their own work left out."""
    rows = (
        SubmissionVersion.objects.coached_by(user)
        .waiting_for_coach()
        .not_of_own_team(user)
        .oldest_first()
    )
    return rows if cohort is None else rows.filter(submission__team__cohort=cohort)


def shown_rows(
    queue: SubmissionVersionQuerySet, user: Person
) -> SubmissionVersionQuerySet:
    """With what a line of the queue says, and whether the person has begun."""
    drafts = Review.objects.filter(
        version=OuterRef("pk"), reviewer=user, submitted_at__isnull=True
    )
    return queue.with_context().annotate(has_draft=Exists(drafts))


def queue_items(
    versions: Iterable[Any], language: str, today: date | None = None
) -> list[QueueItem]:
    versions = list(versions)
    courses = {v.submission.exercise.course for v in versions}
    titles: dict[int, str] = {}
    for course in courses:
        titles |= exercise_titles(course, language)
    return [
        _item(version, titles, today or timezone.localdate()) for version in versions
    ]


def _item(version: Any, titles: dict[int, str], today: date) -> QueueItem:
    exercise = version.submission.exercise
    days = reporting.days_waited(timezone.localdate(version.submitted_at), today)
    return QueueItem(
        version=version,
        title=titles.get(exercise.pk, exercise.key),
        days=days,
        late=reporting.is_late(days, exercise.course.coach_answer_days),
        has_draft=version.has_draft,
    )


def waiting_in(
    queue: SubmissionVersionQuerySet, today: date | None = None
) -> reporting.Waiting:
    """The whole queue counted: one question, two columns."""
    rows = queue.values_list("submitted_at", PROMISED)
    days = [(timezone.localdate(moment), promised) for moment, promised in rows]
    return reporting.waiting(submitted_on=days, today=today or timezone.localdate())


def next_in(queue: SubmissionVersionQuerySet, versions: Sequence[Any]) -> Any | None:
    """The next answer to read when `versions` are done."""
    return queue.exclude(pk__in=[version.pk for version in versions]).first()
