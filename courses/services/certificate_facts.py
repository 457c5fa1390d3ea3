"""What a completed course puts on the certificate, in each language: texts from the
course's pages, counts computed from the rows, never typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from certificates.facts import Count, FactSet, LevelReached
from certificates.models import CertificateTemplateVersion, PartnerOrganisation
from certificates.naming import tidy
from courses.enums import ExerciseType
from courses.models import CoursePage, Decision, Enrolment, SubmissionVersion, Team
from courses.progress import EXERCISES, PEER_REVIEWS, PORTFOLIO, Progress
from rubric.enums import Standing

COUNTRIES = {"FI": gettext_lazy("Finland")}
#: Where the description keeps the name of the innovation.
NAME_FIELD = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the facts are computed from."""

    enrolment: Enrolment
    progress: Progress
    template: CertificateTemplateVersion
    partner: PartnerOrganisation | None
    at: datetime


def facts_of(grounds: Grounds) -> Mapping[str, FactSet]:
    """The facts in every language that has both a course page and template texts."""
    team = team_of(grounds.enrolment)
    portfolio = accepted_portfolio(team) if team else None
    facts = {}
    for page in _pages(grounds.enrolment):
        language = page.locale.language_code
        if language in grounds.template.languages:
            with override(language):
                facts[language] = _facts(grounds, page, team, portfolio)
    return facts


def _pages(enrolment: Enrolment) -> QuerySet[CoursePage]:
    pages = CoursePage.objects.filter(course=enrolment.cohort.course_id)
    return pages.select_related("locale").order_by("live", "pk")


def team_of(enrolment: Enrolment) -> Team | None:
    """The team of now, else the last one."""
    memberships = enrolment.memberships.select_related("team")
    current = memberships.current().first()
    membership = current or memberships.order_by("-left_at").first()
    return membership.team if membership else None


def accepted_portfolio(team: Team) -> SubmissionVersion | None:
    return SubmissionVersion.objects.filter(
        pk__in=team.submissions.filter(exercise__type=ExerciseType.PORTFOLIO).values(
            "accepted_version"
        )
    ).first()


def _facts(
    grounds: Grounds,
    page: CoursePage,
    team: Team | None,
    portfolio: SubmissionVersion | None,
) -> FactSet:
    enrolment, issuer = grounds.enrolment, grounds.template.issuer
    course = enrolment.cohort.course
    names_innovation = enrolment.names_innovation and portfolio is not None
    language = page.locale.language_code
    version = course.rubric_version
    return FactSet(
        course=page.title,
        hours=course.hours,
        issued_on=timezone.localdate(grounds.at),
        organiser=issuer.name.localize(language),
        country=str(COUNTRIES.get(issuer.country, issuer.country)),
        outcomes=tuple(str(block.value) for block in page.outcomes),
        learner_organisation=tidy(team.organisation) if team else "",
        participation_form=page.participation_form,
        workload=_("%(hours)d hours") % {"hours": course.hours},
        assessment=page.assessment_form,
        framework_level=page.framework_level,
        quality_assurance=page.quality_assurance,
        counts=_counts(grounds, portfolio),
        innovation=_innovation(portfolio) if names_innovation else "",
        rubric_version=f"{version.title.localize(language)} {version.label}",
        partner=tidy(grounds.partner.name) if grounds.partner else "",
        levels=levels_reached(portfolio, language)
        if portfolio and course.levels_on_certificate
        else (),
    )


def levels_reached(
    portfolio: SubmissionVersion, language: str
) -> tuple[LevelReached, ...]:
    """The level of each criterion that counted in the accepted description."""
    result = Decision.objects.current().get(version=portfolio).result
    labels = {
        row.value: row.label.localize(language) for row in result.version.scale.all()
    }
    lines = result.lines.select_related("criterion", "rating__level", "override_level")
    return tuple(
        LevelReached(
            criterion=str(line.criterion.uuid),
            name=tidy(line.criterion.name.localize(language)),
            level=str(level.uuid),
            value=level.value,
            label=labels.get(level.value, str(level.value)),
            levels=tuple(
                (str(each.uuid), each.value, labels.get(each.value, str(each.value)))
                for each in line.criterion.levels.all()
            ),
        )
        for line in lines.prefetch_related("criterion__levels")
        if (level := line.override_level or (line.rating and line.rating.level))
    )


def _innovation(portfolio: SubmissionVersion | None) -> str:
    return tidy(portfolio.answers.get(NAME_FIELD, "")) if portfolio else ""


def _counts(grounds: Grounds, portfolio: SubmissionVersion | None) -> tuple[Count, ...]:
    exercises = grounds.progress[EXERCISES].done
    reviews = grounds.progress[PEER_REVIEWS].done
    counts = [
        Count(value=f"{grounds.enrolment.cohort.course.hours} h", label=_("of work")),
        Count(
            value=str(exercises),
            label=ngettext("exercise passed", "exercises passed", exercises),
        ),
        Count(
            value=str(reviews),
            label=ngettext("peer review given", "peer reviews given", reviews),
        ),
    ]
    if grounds.progress[PORTFOLIO].done and portfolio is not None:
        counts.append(_criteria_count(portfolio))
    return tuple(count for count in counts if count.value != "0")


def _criteria_count(portfolio: SubmissionVersion) -> Count:
    decision = Decision.objects.current().select_related("result__version")
    result = decision.get(version=portfolio).result
    met = result.lines.filter(standing=Standing.MET).count()
    minimum = result.version.minimum_level
    return Count(
        value=str(met),
        label=ngettext(
            "criterion at level %(level)d or above",
            "criteria at level %(level)d or above",
            met,
        )
        % {"level": minimum},
    )
