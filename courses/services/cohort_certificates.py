"""The certificates of one cohort, made in one go where they are missing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from certificates.models import IssueBatch
from certificates.people import Actor
from certificates.services.bulk import begin_batch, close_batch
from courses.models import Cohort, Completion
from courses.querysets import CompletionQuerySet
from courses.services.awarding import PREFIX, collection_of, issue_for
from courses.titles import course_titles


def cohort_names(collections: Iterable[str]) -> dict[str, str]:
    """Course and cohort by the text that their certificates are kept under."""
    cohorts = list(Cohort.objects.filter(uuid__in=_uuids(collections)))
    titles = course_titles({c.course_id for c in cohorts}, get_language() or "")
    return {
        collection_of(cohort): f"{titles.get(cohort.course_id, '')}: {cohort.name}"
        for cohort in cohorts
    }


def _uuids(collections: Iterable[str]) -> list[UUID]:
    found = []
    for text in collections:
        try:
            found.append(UUID(text.removeprefix(PREFIX)))
        except ValueError:
            continue
    return found


def waiting_in(cohort: Cohort) -> CompletionQuerySet:
    """Completions that have no certificate yet."""
    return Completion.objects.without_certificate().filter(enrolment__cohort=cohort)


def begin_cohort_issue(*, cohort: Cohort, by: Actor, at: datetime) -> IssueBatch:
    """Begin a bulk issue of what is missing; `issue_cohort_batch` does it."""
    name = cohort_names([collection_of(cohort)])[collection_of(cohort)]
    total = waiting_in(cohort).count()
    return begin_batch(name=name[:200], total=total, by=by, at=at)


def issue_cohort_batch(*, batch: IssueBatch, cohort: Cohort) -> int:
    """Issue what is missing, each in a transaction of its own; how many were issued.

    Stopped halfway, it goes on where it was: only what still is missing is issued.
    """
    rows = waiting_in(cohort).select_related(
        "enrolment__cohort__course__certificate_template"
    )
    issued = sum(issue_for(completion=row, batch=batch) is not None for row in rows)
    close_batch(batch=batch)
    return issued
