"""Tells the rubric what of the courses hangs on its versions.

It is asked before a new version is published, and only reads.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.enums import ReviewRole, SubmissionState
from courses.models import (
    Completion,
    Course,
    ExerciseCriterion,
    ExercisePage,
    Review,
    Submission,
)
from courses.titles import course_titles, in_language
from rubric.impact import Usage, UsageKind
from rubric.models import RubricVersion

BEING_WRITTEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)


def usages(sender: object, version: RubricVersion, **kwargs: Any) -> list[Usage]:
    """The receiver of `rubric.signals.usage_asked`: a fixed number of queries."""
    courses = Course.objects.filter(rubric_version__rubric=version.rubric_id)
    names = {course.pk: course.slug for course in courses}
    names |= course_titles(names, get_language() or "")
    return [
        *_exercises(version, names),
        *_drafts(names),
        *_waiting(names),
        *_peers(names),
        *_certificates(names),
    ]


def _exercises(version: RubricVersion, names: dict[int, str]) -> Iterator[Usage]:
    rows = ExerciseCriterion.objects.filter(
        criterion__version__rubric=version.rubric_id
    ).select_related("exercise", "criterion")
    titles = _titles({row.exercise_id for row in rows})
    for row in rows.order_by("exercise__course", "exercise__sort_order", "pk"):
        title = titles.get(row.exercise_id, row.exercise.key)
        course = names.get(row.exercise.course_id)
        yield Usage(
            kind=UsageKind.EXERCISE,
            label=f"{course}: {title}" if course else title,
            count=1,
            criterion_uuid=row.criterion.uuid,
            url=_address("valmentamo_courses_exercise:edit", row.exercise_id),
        )


def _titles(exercises: set[int]) -> dict[int, str]:
    pages: dict[int, list[ExercisePage]] = defaultdict(list)
    rows = ExercisePage.objects.filter(exercise__in=exercises)
    for page in rows.select_related("locale"):
        pages[page.exercise_id].append(page)
    language = get_language() or ""
    best = {pk: in_language(those, language) for pk, those in pages.items()}
    return {pk: page.title for pk, page in best.items() if page}


def _drafts(names: dict[int, str]) -> Iterator[Usage]:
    rows = Submission.objects.filter(state__in=BEING_WRITTEN)
    yield from _counted(UsageKind.DRAFT, rows, "exercise__course", names, "%(course)s")


def _waiting(names: dict[int, str]) -> Iterator[Usage]:
    rows = Submission.objects.filter(state=SubmissionState.SUBMITTED)
    label = _("%(course)s: waiting for the coach")
    yield from _counted(UsageKind.REVIEW, rows, "exercise__course", names, label)


def _peers(names: dict[int, str]) -> Iterator[Usage]:
    rows = Review.objects.filter(role=ReviewRole.PEER, submitted_at__isnull=True)
    label = _("%(course)s: peer feedback being written")
    path = "submission__exercise__course"
    yield from _counted(UsageKind.REVIEW, rows, path, names, label)


def _certificates(names: dict[int, str]) -> Iterator[Usage]:
    rows = Completion.objects.filter(certificate__isnull=False)
    path = "enrolment__cohort__course"
    yield from _counted(UsageKind.CERTIFICATE, rows, path, names, "%(course)s")


def _counted(
    kind: UsageKind,
    rows: QuerySet[Any],
    course: str,
    names: dict[int, str],
    label: str,
) -> Iterator[Usage]:
    """One usage a course that has any."""
    counts = rows.filter(**{f"{course}__in": names}).order_by(course)
    for pk, count in counts.values_list(course).annotate(Count("pk")):
        yield Usage(
            kind=kind,
            label=label % {"course": names[pk]},
            count=count,
            url=_address("valmentamo_courses_course:edit", pk),
        )


def _address(name: str, pk: int) -> str:
    """The row's screen in the CMS, or '' where that is not installed."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
