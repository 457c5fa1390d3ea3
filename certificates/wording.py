"""The words a new template version starts with, in Finnish, Swedish and English.

They are copied into the version's own columns, so a certificate keeps the words it was
issued with. An editor may change them in a draft.
"""

from i18nfield.strings import LazyI18nString

WORDS: dict[str, dict[str, str]] = {
    "title": {"fi": "Todistus", "sv": "Intyg", "en": "Certificate"},
    "eu_statement": {
        "fi": "Euroopan unionin osarahoittama",
        "sv": "Medfinansieras av Europeiska unionen",
        "en": "Co-funded by the European Union",
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


def wording(key: str) -> LazyI18nString:
    """Return a fresh copy of the words, safe to change."""
    return LazyI18nString(dict(WORDS[key]))
