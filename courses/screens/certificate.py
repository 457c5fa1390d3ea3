"""What the certificate will say of a person, shown before it is made."""

from django.conf import settings
from django.utils.translation import override

from certificates.exceptions import UnprintableName
from certificates.models import PartnerOrganisation
from certificates.naming import printable_name
from certificates.placeholders import pieces
from courses.enums import ExerciseType
from courses.forms import CertificateDetailsForm
from courses.models import CoursePage, DraftField, Enrolment
from courses.services.awarding import published_template
from courses.services.certificate_facts import NAME_FIELD, team_of
from courses.services.partners import consent_text, partner_to_ask_for


def consent(enrolment: Enrolment) -> tuple[PartnerOrganisation | None, str]:
    """The partner that would see the certificate, and the words of the permission."""
    partner = partner_to_ask_for(enrolment)
    return partner, consent_text(partner) if partner else ""


def preview(
    enrolment: Enrolment, form: CertificateDetailsForm
) -> list[tuple[str, str]]:
    """The printed sentence in each chosen language, with the name as it was typed."""
    course = enrolment.cohort.course
    version = published_template(enrolment)
    if version is None:
        return []
    innovation = _innovation(enrolment) if form["names_innovation"].value() else ""
    text = version.body_with_innovation if innovation else version.body
    values = {"name": _name(form), "hours": str(course.hours), "innovation": innovation}
    titles = _titles(enrolment)
    sentences = []
    for language in _languages(form):
        with override(language):
            words = str(text)
        values["course"] = titles.get(language) or next(iter(titles.values()), "")
        sentence = "".join(piece for _key, piece in pieces(words, values))
        sentences.append((language, sentence))
    return sentences


def _name(form: CertificateDetailsForm) -> str:
    typed = str(form["name"].value() or "")
    try:
        return printable_name(typed)
    except UnprintableName:
        return "…"


def _languages(form: CertificateDetailsForm) -> list[str]:
    chosen = form["languages"].value() or []
    return [code for code, _label in settings.LANGUAGES if code in chosen]


def _titles(enrolment: Enrolment) -> dict[str, str]:
    pages = CoursePage.objects.filter(course=enrolment.cohort.course_id)
    return {p.locale.language_code: p.title for p in pages.select_related("locale")}


def _innovation(enrolment: Enrolment) -> str:
    """The name of the innovation as the team's portfolio has it now."""
    team = team_of(enrolment)
    if team is None:
        return ""
    row = DraftField.objects.filter(
        submission__team=team,
        submission__exercise__type=ExerciseType.PORTFOLIO,
        key=NAME_FIELD,
    ).first()
    return row.text.strip() if row else ""
