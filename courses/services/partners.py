"""The partner organisations that see a person's certificate: by consent, or because a
task of the centre, told before enrolment, asks for it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from certificates.enums import Basis
from certificates.models import PartnerOrganisation
from certificates.services.sharing import GrantTerms
from courses.enums import CohortKind
from courses.models import Cohort, Enrolment, PartnerTask, ToldTask
from courses.services.certificate_facts import team_of


@dataclass(frozen=True, slots=True)
class Task:
    """A partner that gets the certificate, and why, in the words of the page."""

    partner: PartnerOrganisation
    purpose: str


def tasks_of(cohort: Cohort) -> list[Task]:
    """What is told before enrolment, in the active language. Readers get no certificate."""
    return tasks_by_cohort([cohort])[cohort.pk]


def tasks_by_cohort(cohorts: Iterable[Cohort]) -> Mapping[int, list[Task]]:
    """As `tasks_of`, for many cohorts in one query."""
    found: dict[int, list[Task]] = {cohort.pk: [] for cohort in cohorts}
    rows = PartnerTask.objects.current().filter(cohort__in=found)
    rows = rows.exclude(cohort__kind=CohortKind.READING)
    for row in rows.select_related("partner"):
        found[row.cohort_id].append(Task(row.partner, str(row.purpose)))
    return found


def fingerprint(tasks: Sequence[Task]) -> str:
    """Tells whether a page that was opened earlier showed these tasks in these words."""
    words = [[task.partner.pk, task.partner.name, task.purpose] for task in tasks]
    return sha256(json.dumps(words).encode()).hexdigest()


def remember_told(*, enrolment: Enrolment, tasks: Sequence[Task], at: datetime) -> None:
    """Keep what the person has just read; who comes back has read it anew."""
    enrolment.told_tasks.all().delete()
    ToldTask.objects.bulk_create(
        ToldTask(
            enrolment=enrolment,
            partner=task.partner,
            purpose=task.purpose,
            told_at=at,
        )
        for task in tasks
    )


def partner_to_ask_for(enrolment: Enrolment) -> PartnerOrganisation | None:
    """The partner of the team, else of the cohort, unless a task shares with it anyway."""
    team = team_of(enrolment)
    partner = (team and team.partner) or enrolment.cohort.partner
    if partner and enrolment.told_tasks.standing().filter(partner=partner).exists():
        return None
    return partner


def consent_text(partner: PartnerOrganisation) -> str:
    """The words beside the tick box; kept with the consent as they were shown."""
    return _(
        "%(partner)s may see and download my certificate. I can withdraw this "
        "permission at any time."
    ) % {"partner": partner.name}


def consented_partner(enrolment: Enrolment) -> PartnerOrganisation | None:
    """The partner to whom the person has given the permission. A consent given to
    another organisation is none to the one that took its place."""
    partner = partner_to_ask_for(enrolment)
    if partner is None or partner.pk != enrolment.consent_partner_id:
        return None
    return partner


def grants_for(enrolment: Enrolment) -> list[GrantTerms]:
    """By the tasks that the person was told of, and by consent."""
    terms = [
        GrantTerms(partner=told.partner, basis=Basis.PUBLIC_TASK, purpose=told.purpose)
        for told in enrolment.told_tasks.standing()
    ]
    if partner := consented_partner(enrolment):
        purpose = enrolment.partner_consent_text
        terms.append(GrantTerms(partner=partner, basis=Basis.CONSENT, purpose=purpose))
    return terms
