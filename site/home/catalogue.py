"""Courses on the front page: live pages of this language, with what to do now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One course as the front page shows it."""

    url: str
    title: str
    summary: str
    state: str
    state_kind: str
    starts: str
    length: str


def open_courses(home: Page, request: HttpRequest) -> list[CourseCard]:
    """Cards of the live courses under this front page; two queries and one for cohorts."""
    try:
        from courses.models import Cohort, CoursePage
    except ImportError:  # the courses app is being installed
        return []
    pages = list(
        CoursePage.objects.live()
        .public()
        .descendant_of(home)
        .filter(locale=home.locale)
        .select_related("course")
    )
    cohorts: dict[int, list[Cohort]] = {}
    for cohort in (
        Cohort.objects.open_for_enrolment()
        .filter(course__in=[page.course_id for page in pages])
        .order_by("enrolment_closes_at", "pk")
    ):
        cohorts.setdefault(cohort.course_id, []).append(cohort)
    return [_card(page, cohorts.get(page.course_id, []), request) for page in pages]


def _card(page: Any, cohorts: list[Any], request: HttpRequest) -> CourseCard:
    first = cohorts[0] if cohorts else None
    state, kind = enrolment_words(first)
    return CourseCard(
        url=page.get_url(request) or "",
        title=page.title,
        summary=page.summary,
        state=state,
        state_kind=kind,
        starts=start_words(first.starts_on) if first else "",
        length=length_words(page.course.weeks, page.course.hours),
    )


def enrolment_words(cohort: Any) -> tuple[str, str]:
    """What a person can do now, and the kind of tag that says it."""
    if cohort is None:
        return _("Enrolment is closed"), ""
    if cohort.enrolment_closes_at:
        closes = timezone.localtime(cohort.enrolment_closes_at)
        return _("Enrol by %(day)s") % {"day": _day(closes)}, "next"
    return pgettext("enrolment", "Open"), "ok"


def start_words(starts: date | None) -> str:
    if starts is None or starts <= timezone.localdate():
        return _("Start at any time")
    return _("Starts on %(day)s") % {"day": _day(starts)}


def length_words(weeks: int | None, hours: int) -> str:
    in_hours = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if not weeks:
        return in_hours
    return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks} + ", " + in_hours


def _day(moment: date | datetime) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT")
