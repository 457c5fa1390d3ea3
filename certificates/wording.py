"""The words a new template version starts with, in Finnish, Swedish and English.

They are copied into the version's own columns, so a certificate keeps the words it was
issued with. An editor may change them in a draft, but for what must always be said.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from .texts import language_name

WORDS: dict[str, dict[str, str]] = {
    "title": {"fi": "Todistus", "sv": "Intyg", "en": "Certificate"},
    "eu_statement": {
        "fi": "Euroopan unionin osarahoittama",
        "sv": "Medfinansieras av Europeiska unionen",
        "en": "Co-funded by the European Union",
    },
    "disclaimer": {
        "fi": "Todistus osoittaa suoritetun valmennuksen. "
        "Se ei ole innovaation validointi.",
        "sv": "Intyget visar att coachningsprogrammet har genomförts. "
        "Det är inte en validering av innovationen.",
        "en": "The certificate shows completed training. "
        "It is not a validation of the innovation.",
    },
    "seal_note": {
        "fi": "Tiedosto on sinetöity sähköisesti: muutos näkyy tarkistuksessa.",
        "sv": "Filen är elektroniskt förseglad: en ändring syns vid kontrollen.",
        "en": "The file is sealed electronically: a change shows when it is checked.",
    },
    "heading_outcomes": {"fi": "Osaaminen", "sv": "Kunnande", "en": "Outcomes"},
    "heading_facts": {"fi": "Tiedot", "sv": "Uppgifter", "en": "Details"},
    "label_organiser": {"fi": "Järjestäjä", "sv": "Arrangör", "en": "Organiser"},
    "label_learner_organisation": {
        "fi": "Osallistujan organisaatio",
        "sv": "Deltagarens organisation",
        "en": "Participant's organisation",
    },
    "label_partner": {"fi": "Kumppani", "sv": "Partner", "en": "Partner"},
    "label_participation_form": {
        "fi": "Osallistumistapa",
        "sv": "Form av deltagande",
        "en": "Form of participation",
    },
    "label_workload": {"fi": "Työmäärä", "sv": "Arbetsmängd", "en": "Workload"},
    "label_participation_and_workload": {
        "fi": "Osallistuminen ja työmäärä",
        "sv": "Deltagande och arbetsmängd",
        "en": "Participation and workload",
    },
    "label_assessment": {"fi": "Arviointi", "sv": "Bedömning", "en": "Assessment"},
    "label_framework_level": {"fi": "Taso", "sv": "Nivå", "en": "Level"},
    "label_quality_assurance": {
        "fi": "Laadunvarmistus",
        "sv": "Kvalitetssäkring",
        "en": "Quality assurance",
    },
    "label_levels": {
        "fi": "Saavutetut tasot",
        "sv": "Uppnådda nivåer",
        "en": "Levels reached",
    },
    "label_check": {
        "fi": "Tarkista todistus osoitteessa",
        "sv": "Kontrollera intyget på",
        "en": "Check the certificate at",
    },
    "label_code": {"fi": "Tunniste", "sv": "Kod", "en": "Code"},
    "label_qr": {
        "fi": "QR-koodi: todistuksen tarkistussivu",
        "sv": "QR-kod: sidan där intyget kontrolleras",
        "en": "QR code: the page that checks the certificate",
    },
}


#: The word that a text must have in a language, whatever else it says.
NEEDED = {
    "title": {"fi": "todistus", "sv": "intyg"},
    "disclaimer": {"fi": "validoin", "sv": "validering", "en": "validation"},
}


def wording(key: str) -> LazyI18nString:
    """Return a fresh copy of the words, safe to change."""
    return LazyI18nString(dict(WORDS[key]))


def check_wording(
    texts: Mapping[str, Any], languages: Iterable[str], *, co_funded: bool
) -> dict[str, str]:
    """What is wrong with the texts that may not say just anything, by their field.

    The sentence that the certificate does not validate the innovation stands in every
    language; a certificate is called by its right name; the statement of EU funding is
    the official one, word for word.
    """
    faults = {}
    for language in languages:
        if fault := _title_fault(_said(texts["title"], language), language):
            faults["title"] = fault
        if fault := _disclaimer_fault(_said(texts["disclaimer"], language), language):
            faults["disclaimer"] = fault
        official = WORDS["eu_statement"].get(language)
        said = _said(texts["eu_statement"], language)
        if co_funded and official and said != official:
            faults["eu_statement"] = _("The statement must be exactly “%(text)s”.") % {
                "text": official
            }
    return faults


def _title_fault(said: str, language: str) -> str:
    word = NEEDED["title"].get(language, "")
    if said and word not in said.lower():
        return _(
            "The title in the language %(language)s must have the word “%(word)s”."
        ) % {
            "language": language_name(language),
            "word": word,
        }
    return ""


def _disclaimer_fault(said: str, language: str) -> str:
    if not said:
        return _(
            "The sentence that the certificate does not validate the innovation can't "
            "be left out (%(language)s)."
        ) % {"language": language_name(language)}
    if NEEDED["disclaimer"].get(language, "") not in said.lower():
        return _(
            "The sentence must say that the certificate is not a validation of the "
            "innovation (%(language)s)."
        ) % {"language": language_name(language)}
    return ""


def _said(text: Any, language: str) -> str:
    data = text.data if isinstance(text, LazyI18nString) else text
    return str(data.get(language) or "").strip() if isinstance(data, dict) else ""
