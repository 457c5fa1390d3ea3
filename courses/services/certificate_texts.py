"""Texts of the team that the certificate will print: can they be printed?"""

from django.utils.translation import gettext as _

from certificates.printing import unprintable_in
from courses.enums import ExerciseType
from courses.models import DraftField, Enrolment, Team
from courses.services.certificate_facts import NAME_FIELD, accepted_portfolio, team_of


def unprintable_around(enrolment: Enrolment, *, innovation: bool) -> list[str]:
    """What the person must put right before the certificate can be made, in sentences."""
    team = team_of(enrolment)
    if team is None:
        return []
    faults = []
    if bad := unprintable_in(team.organisation):
        text = _(
            "The organisation of your team has characters that can't be printed on the "
            "certificate: %(characters)s. Correct it on the page of the team."
        )
        faults.append(text % {"characters": " ".join(bad)})
    if innovation and (bad := unprintable_in(innovation_of(team))):
        text = _(
            "The name of the innovation has characters that can't be printed on the "
            "certificate: %(characters)s. Write the name without them in the description, "
            "or choose that it is not printed."
        )
        faults.append(text % {"characters": " ".join(bad)})
    return faults


def innovation_of(team: Team) -> str:
    """The name as it was accepted, else as it is written now."""
    if portfolio := accepted_portfolio(team):
        return str(portfolio.answers.get(NAME_FIELD, ""))
    drafts = DraftField.objects.filter(
        submission__team=team,
        submission__exercise__type=ExerciseType.PORTFOLIO,
        key=NAME_FIELD,
    )
    return drafts.values_list("text", flat=True).first() or ""
