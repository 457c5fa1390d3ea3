"""Second readings: what waits for one, what may be asked for, and one answer read blind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from courses.models import Cohort, Decision, Review, SecondReading, SubmissionVersion
from courses.presenting import Block
from courses.querysets import Person, SubmissionVersionQuerySet, oversees
from courses.review_querysets import SecondReadingQuerySet
from courses.screens.answers import version_blocks
from courses.screens.review_sheet import RatedLine, rated_lines
from courses.services.asking import asked_criteria
from courses.titles import exercise_titles
from rubric.models import Criterion


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One line of a list. `has_draft`: the person has begun."""

    version: SubmissionVersion
    title: str
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One criterion as the first and the second reader rated it."""

    criterion: Criterion
    first: RatedLine | None
    second: RatedLine


@dataclass(frozen=True, slots=True)
class SecondSheet:
    """The answer without anything that others have said of it, until one's own reading
    is sent."""

    version: SubmissionVersion
    title: str
    blocks: list[Block]
    attachments: list[Any]
    criteria: list[Criterion]
    mine: Review | None
    compared: list[Comparison]

    @property
    def is_open(self) -> bool:
        return self.mine is None or self.mine.submitted_at is None


def cohorts_of(user: Person) -> list[Cohort]:
    rows = Cohort.objects.select_related("course")
    return list(rows if oversees(user) else rows.coached_by(user))


def readings_for(user: Person, cohort: Cohort | None = None) -> SecondReadingQuerySet:
    """What waits for the person's second reading, asked for longest ago first."""
    drafts = Review.objects.second().filter(version=OuterRef("version"), reviewer=user)
    rows = SecondReading.objects.to_read_by(user).with_context()
    if cohort is not None:
        rows = rows.filter(version__submission__team__cohort=cohort)
    return rows.annotate(has_draft=Exists(drafts)).order_by("asked_at", "pk")


def reading_items(readings: Iterable[Any]) -> list[ReadingItem]:
    rows = list(readings)
    titles = _titles(row.version for row in rows)
    return [
        ReadingItem(row.version, _title(row.version, titles), row.has_draft)
        for row in rows
    ]


def answers_to_ask_for(
    user: Person, cohort: Cohort | None = None
) -> SubmissionVersionQuerySet:
    """Decided answers for which nobody has asked a second reading, the newest first."""
    rows = SubmissionVersion.objects.decided_last().filter(second_reading=None)
    rows = rows.not_of_own_team(user).with_context()
    if not oversees(user):
        rows = rows.coached_by(user)
    if cohort is not None:
        rows = rows.filter(submission__team__cohort=cohort)
    return rows.order_by("-submitted_at", "-pk")


def answer_items(versions: Iterable[SubmissionVersion]) -> list[ReadingItem]:
    rows = list(versions)
    titles = _titles(rows)
    return [ReadingItem(row, _title(row, titles)) for row in rows]


def _titles(versions: Iterable[SubmissionVersion]) -> dict[int, str]:
    titles: dict[int, str] = {}
    for course in {version.submission.exercise.course for version in versions}:
        titles |= exercise_titles(course, get_language() or "")
    return titles


def _title(version: SubmissionVersion, titles: dict[int, str]) -> str:
    exercise = version.submission.exercise
    return titles.get(exercise.pk, exercise.key)


def second_sheet(*, version: SubmissionVersion, user: Any) -> SecondSheet:
    mine = (
        Review.objects.second()
        .filter(version=version, reviewer=user)
        .select_related("assessment")
        .first()
    )
    is_sent = mine is not None and mine.submitted_at is not None
    return SecondSheet(
        version=version,
        title=_title(version, _titles([version])),
        blocks=version_blocks(version, version.language),
        attachments=list(version.attachments.order_by("pk")),
        criteria=asked_criteria(version),
        mine=mine,
        compared=compared(version, mine) if mine is not None and is_sent else [],
    )


def compared(version: SubmissionVersion, second: Review) -> list[Comparison]:
    """Both readings side by side, for those who may see the first one."""
    decision = Decision.objects.current().filter(version=version)
    first = decision.values_list("review__assessment", flat=True).first()
    rated = rated_lines(pk for pk in (first, second.assessment_id) if pk)
    by_key = {line.criterion.key: line for line in rated.get(first or 0, [])}
    return [
        Comparison(line.criterion, by_key.get(line.criterion.key), line)
        for line in rated[second.assessment_id]
    ]
