"""The partner organisation that a person lets see the certificate."""

from django.utils.translation import gettext as _

from certificates.models import PartnerOrganisation
from courses.models import Enrolment
from courses.services.certificate_facts import team_of


def partner_of(enrolment: Enrolment) -> PartnerOrganisation | None:
    """The partner of the team, else of the cohort."""
    team = team_of(enrolment)
    return (team and team.partner) or enrolment.cohort.partner


def consent_text(partner: PartnerOrganisation) -> str:
    """The words beside the tick box; kept with the consent as they were shown."""
    return _(
        "%(partner)s may see and download my certificate. I can withdraw this "
        "permission at any time."
    ) % {"partner": partner.name}


def granted_partner(enrolment: Enrolment) -> PartnerOrganisation | None:
    """The partner to whom the person has given the permission. A consent given to
    another organisation is none to the one that took its place."""
    partner = partner_of(enrolment)
    if partner is None or partner.pk != enrolment.consent_partner_id:
        return None
    return partner
