"""A certificate of nobody, to look at a template with. Nothing of it is ever saved."""

from datetime import UTC, date, datetime

from .facts import Count, FactSet, LevelReached, to_json
from .models import Certificate, CertificateTemplateVersion
from .numbering import check_character

NAME = "Aino Áilu Esimerkki"
ISSUED = datetime(2027, 4, 2, 9, 0, tzinfo=UTC)
BODY = "EXAMPXE000000000"

TEXTS = {
    "fi": {
        "course": "Sosiaalisten innovaatioiden laadukas kehittäminen ja kuvaaminen",
        "organiser": "Esimerkkikeskus",
        "country": "Suomi",
        "outcomes": (
            "Perustelee tarpeen tiedolla ja rajaa kohderyhmän.",
            "Kuvaa ratkaisun niin, että toinen voi toistaa sen.",
            "Laatii arviointisuunnitelman ja arvioi riskit ja kustannukset.",
        ),
        "learner_organisation": "Esimerkkiyhdistys ry",
        "participation_form": "Ohjattu verkkovalmennus tiimissä",
        "workload": "27 tuntia",
        "assessment": "Valmentajan arviointi, arviointikehikon versio 1.0",
        "framework_level": "Ei sijoitettu tutkintojen viitekehykseen",
        "innovation": "Työpari",
    },
    "sv": {
        "course": "Att utveckla och beskriva sociala innovationer väl",
        "organiser": "Exempelcentret",
        "country": "Finland",
        "outcomes": (
            "Motiverar behovet med kunskap och avgränsar målgruppen.",
            "Beskriver lösningen så att någon annan kan upprepa den.",
            "Gör en utvärderingsplan och bedömer risker och kostnader.",
        ),
        "learner_organisation": "Exempelföreningen rf",
        "participation_form": "Handledd nätcoachning i team",
        "workload": "27 timmar",
        "assessment": "Coachens bedömning, bedömningsramens version 1.0",
        "framework_level": "Inte placerad i referensramen för examina",
        "innovation": "Arbetsparet",
    },
    "en": {
        "course": "Developing and describing social innovations well",
        "organiser": "Example Centre",
        "country": "Finland",
        "outcomes": (
            "Supports the need with knowledge and delimits the target group.",
            "Describes the solution so that another can repeat it.",
            "Makes an evaluation plan and assesses risks and costs.",
        ),
        "learner_organisation": "Example Association",
        "participation_form": "Guided online training in a team",
        "workload": "27 hours",
        "assessment": "Assessment by the coach, rubric version 1.0",
        "framework_level": "Not placed in a qualifications framework",
        "innovation": "The Pair",
    },
}
COUNTS = {
    "fi": (
        "työtä",
        "annettua vertaispalautetta",
        "hyväksyttyä harjoitusta",
        "kriteeriä",
    ),
    "sv": ("arbete", "kollegiala responser", "godkända övningar", "kriterier"),
    "en": ("of work", "peer reviews given", "exercises passed", "criteria"),
}
SCALE = {
    "fi": ("Alkuvaiheessa", "Kehittymässä", "Vakuuttava", "Esimerkillinen"),
    "sv": ("I startfasen", "Under utveckling", "Övertygande", "Föredömlig"),
    "en": ("Beginning", "Developing", "Convincing", "Exemplary"),
}
LEVELS = {
    "fi": ("Tarve", "Kohderyhmä", "Ratkaisu", "Vaikutukset"),
    "sv": ("Behov", "Målgrupp", "Lösning", "Effekter"),
    "en": ("Need", "Target group", "Solution", "Effects"),
}


def sample_facts(language: str, *, with_levels: bool = False) -> FactSet:
    """Facts of the usual length, in English where the language has none."""
    language = language if language in TEXTS else "en"
    values = ("27 h", "2", "13", "10")
    return FactSet(
        hours=27,
        issued_on=date(2027, 4, 2),
        rubric_version="1.0",
        counts=tuple(
            Count(value=value, label=label)
            for value, label in zip(values, COUNTS[language], strict=True)
        ),
        levels=_levels(language) if with_levels else (),
        **TEXTS[language],  # type: ignore[arg-type]
    )


def sample_certificate(
    version: CertificateTemplateVersion, language: str, *, with_levels: bool = False
) -> Certificate:
    """Its code is well formed and belongs to nobody: the check page does not know it."""
    facts = sample_facts(language, with_levels=with_levels)
    return Certificate(
        template_version=version,
        code=BODY + check_character(BODY),
        printed_name=NAME,
        languages=[language],
        facts={language: to_json(facts)},
        issued_at=ISSUED,
    )


def _levels(language: str) -> tuple[LevelReached, ...]:
    words = enumerate(SCALE[language], start=1)
    scale = tuple((str(value), value, word) for value, word in words)
    return tuple(
        LevelReached(
            criterion=str(n),
            name=name,
            level=str(value),
            value=value,
            label=SCALE[language][value - 1],
            levels=scale,
        )
        for n, (name, value) in enumerate(
            zip(LEVELS[language], (4, 3, 2, 3), strict=True)
        )
    )
