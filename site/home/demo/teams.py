"""The two cohorts and six teams of the demo, at the moments when they joined."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from certificates.models import PartnerOrganisation
from courses.enums import CohortKind, Stage
from courses.models import Cohort, CohortCoach, Course, Enrolment, Team
from courses.services.enrolment import enrol, form_team, join_team

Partners = dict[str, PartnerOrganisation]


@dataclass(frozen=True)
class DemoTeam:
    """A team and its people in the order in which they joined."""

    team: Team
    members: tuple[Enrolment, ...]


@dataclass(frozen=True)
class Plan:
    key: str
    name: str
    cohort: str
    people: tuple[str, ...]
    stage: Stage
    organisation: str
    language: str = "fi"


PLANS = (
    Plan("tyopari", "Työpari", "autumn", ("aino", "mikko"), Stage.SPREAD, "Rantaharjun työpajayhdistys ry"),
    Plan("sprakbanken", "Språkbanken", "autumn", ("linnea", "emil"), Stage.PILOT, "Bro i byn rf", "sv"),
    Plan("vahvemmaksi", "Yhdessä vahvemmaksi", "autumn", ("onni",), Stage.IDEA, "Kaikukoti ry"),
    Plan("kotipiha", "Kotipiha", "autumn", ("learner", "veera"), Stage.IDEA, "Kuusirannan asukasyhdistys ry"),
    Plan("varamummola", "Varamummola", "winter", ("tuomo",), Stage.IDEA, "Lehtovaaran perheyhdistys ry"),
    Plan("kirjakahvila", "Kirjakahvila", "winter", ("seija",), Stage.PILOT, "Lehtovaaran kunta"),
)  # fmt: skip


def days_ago(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of office hours, so many days before today."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_cohorts(course: Course, coach: User, partners: Partners) -> dict[str, Cohort]:
    """One cohort in its eighth week, and one that takes new people all the time."""
    today = timezone.localdate()
    autumn = Cohort.objects.create(
        course=course,
        name=f"Syksy {today.year}",
        starts_on=today - timedelta(weeks=8),
        ends_on=today + timedelta(weeks=2),
        enrolment_opens_at=days_ago(80),
        enrolment_closes_at=days_ago(50),
        partner=partners["harjuseudun-tyollisyysalue"],
    )
    winter = Cohort.objects.create(
        course=course,
        name="Jatkuva ryhmä",
        kind=CohortKind.ROLLING,
        starts_on=today - timedelta(weeks=3),
        partner=partners["saaristosaatio"],
    )
    for cohort in (autumn, winter):
        CohortCoach.objects.create(
            cohort=cohort, user=coach, languages=["fi", "sv", "en"]
        )
    return {"autumn": autumn, "winter": winter}


def make_teams(
    people: dict[str, User], cohorts: dict[str, Cohort]
) -> dict[str, DemoTeam]:
    """Enrol everybody and let the first of each team form it."""
    return {plan.key: _make(plan, people, cohorts[plan.cohort]) for plan in PLANS}


def _make(plan: Plan, people: dict[str, User], cohort: Cohort) -> DemoTeam:
    at = days_ago(55 if plan.cohort == "autumn" else 20)
    members = tuple(
        enrol(user=people[name], cohort=cohort, at=at) for name in plan.people
    )
    team = form_team(
        enrolment=members[0],
        name=plan.name,
        organisation=plan.organisation,
        stage=plan.stage,
        language=plan.language,
        at=at,
    )
    for member in members[1:]:
        join_team(enrolment=member, code=team.join_code, at=at + timedelta(hours=2))
    return DemoTeam(team, members)
