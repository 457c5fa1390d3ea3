"""Files as the running system issues them: every layout and language, every kind of name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any

from certificates import filing
from certificates.enums import Layout
from certificates.models import CertificateFile, PublicKey
from tests.certificates.factories import FACTS, TemplateVersionFactory, ready

LANGUAGES = ("fi", "sv", "en")
NAMES = {
    "plain": "Aino Áilu Rautio",
    "sami": "Čáppá Ŋiillas Ŧŧuommá Đđ Ǥǥ Ǩǩ Ʒʒ",
    "marks": "A\u0301ilu Nguye\u0302\u0303n O\u0308rsted",
    "longest": ("Maria-Katariina Áilu Ŋŧžǥǧǩ Ʒǯõâ " * 4)[:120].strip(),
    "arabic": "عبد الرحمن بن محمد الأحمد",
    "devanagari": "प्रिया लक्ष्मी श्रीवास्तव",
}
LONG = replace(
    FACTS["fi"],
    course="Sosiaalisten innovaatioiden laadukas kehittäminen, kuvaaminen ja vaikuttavuus "
    "yhdessä",
    innovation="Monialainen työllisyyden ja hyvinvoinnin lähipalvelumalli Rantaharjun "
    "seudulla",
    partner="Harjuseudun hyvinvointialue",
    learner_organisation="Rantaharjun työpaja- ja kulttuuriyhdistys ry, aluetoimisto",
)


@dataclass(frozen=True)
class IssuedFile:
    name: str
    language: str
    data: bytes
    row: CertificateFile
    printed_name: str
    key: str


def issue(layout: str, name: str, languages: tuple[str, ...], facts: Any = FACTS):
    """Issue through the service and the job, and read what is stored."""
    version = TemplateVersionFactory(layout=layout, co_funded=True)
    certificate = ready(
        template_version=version, name=NAMES[name], languages=languages, facts=facts
    )
    assert certificate.refusal_reason == ""
    for row in certificate.files.all():
        with filing.read(row.storage_key) as stored:
            yield IssuedFile(
                f"{layout}-{row.language}-{name}",
                row.language,
                stored.read(),
                row,
                certificate.printed_name,
                PublicKey.objects.get(kid=row.seal_kid).public,
            )


def a_dozen() -> Iterator[IssuedFile]:
    """Both layouts in three languages, and each kind of name somewhere."""
    for layout in Layout.values:
        yield from issue(layout, "plain", LANGUAGES)
    yield from issue(Layout.LANDSCAPE, "sami", ("fi",))
    yield from issue(Layout.PORTRAIT, "marks", ("en",))
    yield from issue(Layout.LANDSCAPE, "longest", ("fi",), FACTS | {"fi": LONG})
    yield from issue(Layout.PORTRAIT, "longest", ("sv",))
    yield from issue(Layout.LANDSCAPE, "arabic", ("en",))
    yield from issue(Layout.PORTRAIT, "devanagari", ("fi",))


def many(count: int) -> Iterator[IssuedFile]:
    kinds = zip(cycle(Layout.values), cycle(NAMES), cycle(LANGUAGES), strict=False)
    for number, (layout, name, language) in enumerate(islice(kinds, count)):
        for file in issue(layout, name, (language,)):
            yield replace(file, name=f"{number:04}-{file.name}")
