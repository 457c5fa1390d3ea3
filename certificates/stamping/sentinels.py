"""The record that a page is laid out with: a sentinel text in every slot.

A slot is as wide as its sentinel was when it was laid out on one line, times its room:
so nothing has to be known of the layout, and what is wider goes to WeasyPrint. Of every
criterion the sentinel reached the highest level: all its marks are drawn full.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from .. import addresses
from ..facts import Count, FactSet, LevelReached, to_json
from ..levels_reached import levels_of, most_of
from ..models import Certificate
from ..numbering import check_character
from ..rendering import NAME_SIZES, day

# Letters and figures: a style may set the figures another way.
BODY = "W8M8W8M8W8M8W8M8"
CODE = BODY + check_character(BODY)
DAY = date(2028, 9, 28)
ISSUED = datetime(2028, 9, 28, 9, 8, 7, tzinfo=UTC)
ORGANISATION = "Länsi-Wärmlannin kuntouttavan työtoiminnan yhdistys ry"
#: For each size of the name's type from the widest on: the first one that stands on one
#: line is taken.
NAMES = (
    (
        "Wilhelmiina Gwendolyn Woo",
        "Wilhelmiina Gwendolyn W",
        "Wilhelmiina Gwendolyn",
        "Wilhelmiina Gwendo",
        "Wilhelmiina Gw",
        "Wilhelmi",
    ),
    (
        "Wilhelmiina Gwendolyn Wämö-Mömmö Mom",
        "Wilhelmiina Gwendolyn Wämö-Mömmö",
        "Wilhelmiina Gwendolyn Virtain",
        "Liisa-Tiina Lillian Virtainen",
    ),
)
#: What a compiled page is proven with.
PROBES = ("Sofi Öi-Li", "Iiris-Lilli Illi Fifi-Tiili Li")
PROBE_CODE = "7K4MX2QD9TRBW3HC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A slot: the text of the record, how it stands, and its share of the sentinel."""

    name: str
    text: str
    align: str = "left"
    room: float = 1.0


def values_of(certificate: Certificate, language: str) -> Iterator[Wanted]:
    """The text of every slot of a record, in the sentinels' order."""
    facts = certificate.facts_in(language)
    yield Wanted(name="name", text=certificate.printed_name)
    if facts.learner_organisation:
        yield Wanted(name="organisation", text=facts.learner_organisation)
    yield Wanted(name="day", text=day(facts.issued_on, language), room=1.4)
    yield Wanted(name="code", text=certificate.printed_code, room=1.2)
    for number, count in enumerate(facts.counts):
        yield Wanted(name=f"count {number}", text=count.value, align="centre", room=1.4)
    for number, level in enumerate(levels_of(facts)):
        yield Wanted(name=f"level {number}", text=level.figure, room=1.2)


def name_class(name: str) -> int | None:
    """Which size of type a name is set in; None for the longest, which may wrap."""
    sizes = (n for n, (most, _name) in enumerate(NAME_SIZES) if len(name) <= most)
    return next(sizes, None)


def sentinels_of(certificate: Certificate, language: str) -> Iterator[Certificate]:
    """Certificates of the same shape and constant texts, with sentinels in the slots."""
    facts = with_sentinels(certificate.facts_in(language))
    for name in NAMES[name_class(certificate.printed_name) or 0]:
        yield _like(certificate, language, name, CODE, facts, ISSUED)


def probe_of(certificate: Certificate, language: str) -> Certificate:
    """Another one of the same shape, with short texts in the slots."""
    facts = certificate.facts_in(language)
    probe = replace(
        facts,
        issued_on=date(2027, 4, 2),
        learner_organisation="Kylä ry" if facts.learner_organisation else "",
        counts=tuple(replace(count, value="1") for count in facts.counts),
        # Every number of full marks that there is room for.
        levels=tuple(
            replace(row, value=1 + number % most_of(row), label="")
            for number, row in enumerate(facts.levels)
        ),
    )
    return _like(
        certificate,
        language,
        PROBES[name_class(certificate.printed_name) or 0],
        PROBE_CODE + check_character(PROBE_CODE),
        probe,
        datetime(2027, 4, 2, 12, tzinfo=UTC),
    )


def _like(
    certificate: Certificate,
    language: str,
    name: str,
    code: str,
    facts: FactSet,
    at: datetime,
) -> Certificate:
    return Certificate(
        code=code,
        printed_name=name,
        facts={language: to_json(facts)},
        languages=[language],
        template_version=certificate.template_version,
        issued_at=at,
    )


def with_sentinels(facts: FactSet) -> FactSet:
    return replace(
        facts,
        issued_on=DAY,
        learner_organisation=ORGANISATION if facts.learner_organisation else "",
        counts=tuple(
            Count(value=f"8{number} 888", label=count.label)
            for number, count in enumerate(facts.counts)
        ),
        levels=tuple(map(highest, facts.levels)),
    )


def highest(row: LevelReached) -> LevelReached:
    """The criterion with its highest level reached."""
    return replace(row, value=most_of(row), level="", label="")


def links_of(certificate: Certificate, language: str) -> tuple[str, str]:
    """The address on the page and the one in the QR code."""
    code = certificate.code
    return addresses.verify_url(code, language), addresses.qr_url(code, language)
