"""First texts of the start page and of the statements; editors own them afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrontText:
    title: str
    heading: str
    lead: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A text page; its body is texts/<key>.<language>.html."""

    key: str
    titles: dict[str, str]
    slugs: dict[str, str]


FRONT = {
    "fi": FrontText(
        "Etusivu",
        "Hyvä kuvaus saa hyvän idean leviämään",
        "Valmentamossa kehität ja kuvaat oman sosiaalisen innovaatiosi valmentajan "
        "tuella. Jokainen harjoitus tuottaa palan kuvausta, jonka toinen voi ottaa "
        "käyttöön.",
    ),
    "sv": FrontText(
        "Startsida",
        "Med en bra beskrivning sprids en bra idé",
        "I Valmentamo utvecklar och beskriver du din egen sociala innovation med stöd "
        "av en coach. Varje övning ger en del av en beskrivning som någon annan kan ta "
        "i bruk.",
    ),
    "en": FrontText(
        "Front page",
        "A good description helps a good idea spread",
        "In Valmentamo you develop and describe your own social innovation with the "
        "help of a coach. Each exercise gives a piece of a description that others can "
        "take into use.",
    ),
}
STATEMENTS = [
    Statement(
        "accessibility",
        {
            "fi": "Saavutettavuusseloste",
            "sv": "Tillgänglighetsutlåtande",
            "en": "Accessibility statement",
        },
        {"fi": "saavutettavuus", "sv": "tillganglighet", "en": "accessibility"},
    ),
    Statement(
        "data-protection",
        {"fi": "Tietosuoja", "sv": "Dataskydd", "en": "Data protection"},
        {"fi": "tietosuoja", "sv": "dataskydd", "en": "data-protection"},
    ),
    Statement(
        "feedback",
        {
            "fi": "Palaute ja tuki",
            "sv": "Respons och stöd",
            "en": "Feedback and support",
        },
        {"fi": "palaute", "sv": "respons", "en": "feedback"},
    ),
]
