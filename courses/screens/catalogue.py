"""What the catalogue and a course's own page show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import (
    Cohort,
    CohortCoach,
    CoursePage,
    Enrolment,
)
from courses.permissions import enrolment_for, may_see_course
from courses.screens.outline import Module, course_outline
from courses.services.partners import Task, tasks_by_cohort
from rubric.models import RubricVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One course in the catalogue."""

    url: str
    title: str
    summary: str
    state: str
    state_kind: str
    starts: str
    length: str


def cards(above: Page, request: HttpRequest | None = None) -> list[Card]:
    """The live courses under a page (the catalogue, a front page) in its language: one
    query, and one for their cohorts."""
    pages = list(
        CoursePage.objects.live()
        .public()
        .descendant_of(above)
        .filter(locale=above.locale_id)
        .select_related("course", "locale")
        .order_by("path")
    )
    first: dict[int, Cohort] = {}
    opened = Cohort.objects.open_for_enrolment().order_by(
        F("enrolment_closes_at").asc(nulls_last=True), "pk"
    )
    for cohort in opened.filter(course__in=[page.course_id for page in pages]):
        first.setdefault(cohort.course_id, cohort)
    return [_card(page, first.get(page.course_id), request) for page in pages]


def _card(page: CoursePage, cohort: Cohort | None, request: HttpRequest | None) -> Card:
    state, kind = enrolment_words(cohort)
    return Card(
        url=page.get_url(request) or "",
        title=page.title,
        summary=page.summary,
        state=state,
        state_kind=kind,
        starts=start_words(cohort.starts_on) if cohort else "",
        length=length_words(page.course.weeks, page.course.hours),
    )


def enrolment_words(cohort: Cohort | None) -> tuple[str, str]:
    if cohort is None:
        return _("Enrolment is closed"), ""
    if cohort.enrolment_closes_at is None:
        return pgettext("enrolment", "Open"), "ok"
    closes = timezone.localtime(cohort.enrolment_closes_at)
    day = date_format(closes, "SHORT_DATE_FORMAT")
    return _("Enrol by %(day)s") % {"day": day}, "next"


def start_words(starts: date | None) -> str:
    if starts is None or starts <= timezone.localdate():
        return _("Start at any time")
    return _("Starts on %(day)s") % {"day": date_format(starts, "SHORT_DATE_FORMAT")}


def length_words(weeks: int | None, hours: int) -> str:
    in_hours = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if not weeks:
        return in_hours
    return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks} + ", " + in_hours


@dataclass(frozen=True, slots=True)
class Coach:
    name: str
    person: Any
    languages: str


class CourseScreen:
    """A course's page as one person sees it; asks the database for what is shown."""

    def __init__(self, page: CoursePage, request: HttpRequest) -> None:
        self.page, self.request = page, request
        self.course = page.course

    @cached_property
    def enrolment(self) -> Enrolment | None:
        return enrolment_for(self.request.user, self.course)

    @cached_property
    def may_enter(self) -> bool:
        return bool(self.enrolment) or may_see_course(self.request.user, self.course)

    @cached_property
    def modules(self) -> list[Module]:
        return course_outline(self.page, self.request, self.enrolment)

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """What is open; nothing for a person who is on the course already."""
        if self.enrolment:
            return []
        rows = Cohort.objects.filter(course=self.course).open_for_enrolment()
        return list(rows.order_by(F("starts_on").asc(nulls_last=True), "pk"))

    @cached_property
    def offers(self) -> list[tuple[Cohort, list[Task]]]:
        """Each open cohort, with the partners that get its certificates."""
        tasks = tasks_by_cohort(self.cohorts)
        return [(cohort, tasks[cohort.pk]) for cohort in self.cohorts]

    @cached_property
    def coaches(self) -> list[Coach]:
        shown = [self.enrolment.cohort] if self.enrolment else self.cohorts
        rows = CohortCoach.objects.current().filter(cohort__in=shown)
        found = {row.user_id: row for row in rows.with_people()}
        people = (_coach(row) for row in found.values())
        return [coach for coach in people if coach.name]

    @cached_property
    def rubric(self) -> RubricVersion:
        rows = RubricVersion.objects.with_structure()
        return rows.get(pk=self.course.rubric_version_id)

    @cached_property
    def field_count(self) -> int:
        return self.course.description_template.fields.count()

    @cached_property
    def languages(self) -> str:
        """Languages in which the course is published, as words."""
        rows = CoursePage.objects.live().filter(course=self.course)
        return language_names(rows.values_list("locale__language_code", flat=True))

    @property
    def weekly_hours(self) -> float | None:
        """To the nearest half an hour."""
        weeks = self.course.weeks
        return round(2 * self.course.hours / weeks) / 2 if weeks else None


def _coach(row: CohortCoach) -> Coach:
    name = row.user.get_full_name().strip() if row.user else ""
    return Coach(name, row.user, language_names(row.languages))


def language_names(codes: Iterable[str]) -> str:
    """In the page's language and the site's order; unknown codes are left out."""
    wanted = set(codes)
    names = [
        str(get_language_info(code)["name_translated"])
        for code, _name in settings.LANGUAGES
        if code in wanted
    ]
    # Only English writes the names of languages with a capital letter.
    english = (get_language() or "").startswith("en")
    return ", ".join(names if english else [name.lower() for name in names])


def crumbs(page: Page, request: HttpRequest) -> list[tuple[str, Any]]:
    """From the start page down; the page at hand has no address. One query."""
    above = page.get_ancestors().filter(depth__gt=1).select_related("locale")
    chain = [(row.title, row.get_url(request)) for row in above]
    return [*chain, (page.title, "")]
