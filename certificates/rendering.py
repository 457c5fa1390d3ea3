"""Facts and a template version in, the bytes of one PDF page out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, override

from valmentamo.pdf.attachments import Attachment
from valmentamo.pdf.exceptions import WrongPageCount
from valmentamo.pdf.rendering import render

from . import addresses, pictures
from .colours import palette
from .conf import app_settings
from .enums import Layout
from .exceptions import DoesNotFit
from .facts import FACT_ROWS, FactSet, scale_of
from .laying_out import foot, logo_row
from .levels_reached import levels_of, pairs_of
from .models import Certificate, CertificateTemplateVersion
from .ornament import level_marks, vessel
from .placeholders import pieces
from .texts import in_language

ASSETS = Path(__file__).parent / "assets"
FOLDER = "valmentamo_certificates/document"
CREDENTIAL_NAME = "credential.json"
QR_MASK = 3
# Tried in turn until everything stands on one page.
DENSITIES = ("roomy", "snug", "tight", "close", "tightest")
# Longer names are set in smaller type.
NAME_SIZES = ((28, "name-1"), (60, "name-2"))


def draw_certificate(
    certificate: Certificate,
    language: str,
    *,
    credential: bytes | None = None,
    read: Callable[[str], bytes] = pictures.read,
) -> bytes:
    """Draw the file of one language; the same rows give the same bytes.

    The signed credential goes inside. The file has an empty field for the seal. `read`
    gives the bytes of a logo or a signature by their SHA-256.

    Refuses DoesNotFit, PictureLost, and what `valmentamo.pdf` refuses, MissingGlyphs
    above all.
    """
    css = render_to_string(f"{FOLDER}/certificate.css")
    images = assets(certificate, language, read=read)
    for density in DENSITIES:
        html = certificate_html(certificate, language, density=density)
        try:
            return render(
                html,
                css=css,
                assets=images,
                created=certificate.issued_at,
                attachments=_attachments(credential, language),
                signature_field=_seal_label(language),
            )
        except WrongPageCount:
            continue
    raise DoesNotFit(f"{certificate} {language}")


def _attachments(credential: bytes | None, language: str) -> list[Attachment]:
    if credential is None:
        return []
    with override(language):
        return [
            Attachment(
                name=CREDENTIAL_NAME,
                data=credential,
                description=gettext("The certificate as an Open Badges credential"),
                mime="application/vc+ld+json",
                relationship="Data",
            )
        ]


def _seal_label(language: str) -> str:
    with override(language):
        return gettext("Electronic seal")


def certificate_html(
    certificate: Certificate, language: str, *, density: str = "roomy"
) -> str:
    """The document as HTML, with every value escaped."""
    version = certificate.template_version
    with override(language):
        return render_to_string(
            f"{FOLDER}/{version.layout}.html",
            context(certificate, version, language) | {"density": density},
        )


def context(
    certificate: Certificate, version: CertificateTemplateVersion, language: str
) -> dict[str, Any]:
    facts = certificate.facts_in(language)
    texts = _Texts(version, language)
    return {
        "language": language,
        "version": version,
        "texts": texts,
        "issuer": in_language(version.issuer.name, language),
        "name": certificate.printed_name,
        "name_size": _name_size(certificate.printed_name),
        "sentence": list(_sentence(certificate.printed_name, facts, texts)),
        "facts": facts,
        "rows": list(_rows(facts, texts, version.layout)),
        "palette": palette(version.accent),
        "levels": pairs_of(levels_of(facts)),
        "scale": ", ".join(f"{n} {word}" for n, word in scale_of(facts).items()),
        **_foot(version, language),
        "issued_on": day(facts.issued_on, language),
        "code": certificate.printed_code,
        **_verification(certificate.code, language),
    }


class _Texts:
    """The words of a version in one language, by their field names."""

    def __init__(self, version: CertificateTemplateVersion, language: str) -> None:
        self._version, self._language = version, language

    def __getitem__(self, name: str) -> str:
        return in_language(getattr(self._version, name), self._language)


def _name_size(name: str) -> str:
    return next((size for most, size in NAME_SIZES if len(name) <= most), "name-3")


def _sentence(name: str, facts: FactSet, texts: _Texts) -> Iterator[tuple[str, str]]:
    """The sentence in pieces. The name stands above it, so it is not said twice."""
    body = texts["body_with_innovation" if facts.innovation else "body"]
    values = {
        "name": name,
        "course": facts.course,
        "hours": str(facts.hours),
        "innovation": facts.innovation,
    }
    yield from pieces(body.removeprefix("{name}").lstrip(), values)


def _rows(facts: FactSet, texts: _Texts, layout: str) -> Iterator[tuple[str, str]]:
    """Label and value of each fact that is given; the landscape joins two of them."""
    values = {key: getattr(facts, key) for key in FACT_ROWS}
    values["organiser"] = ", ".join(filter(None, (facts.organiser, facts.country)))
    joined = (facts.participation_form, facts.workload)
    if layout == Layout.LANDSCAPE and all(joined):
        values = {
            "participation_and_workload" if k == "participation_form" else k: v
            for k, v in values.items()
            if k != "workload"
        }
        values["participation_and_workload"] = ", ".join(joined)
    for key, value in values.items():
        if value:
            yield texts[f"label_{key}"], value


def _verification(code: str, language: str) -> dict[str, Any]:
    url = addresses.verify_url(code, language)
    # A fixed mask: five times as fast, and the same code as on a stamped page.
    symbol = segno.make(
        addresses.qr_url(code, language), error="m", boost_error=False, mask=QR_MASK
    )
    return {
        "verify_url": url,
        "spoken_address": addresses.spoken_address(url),
        "qr_size": len(symbol.matrix),
        "qr_path": "".join(_strokes(symbol.matrix)),
    }


def _strokes(matrix: Sequence[bytearray]) -> Iterator[str]:
    """Each run of dark modules as one horizontal stroke of an SVG path."""
    for y, row in enumerate(matrix):
        for dark, run in groupby(enumerate(row), key=itemgetter(1)):
            if dark:
                columns = [x for x, _module in run]
                yield f"M{columns[0]} {y}.5h{len(columns)}"


def day(value: date, language: str) -> str:
    """A day as people write it: 2.4.2027 in Finland, 2 April 2027 in English."""
    with override(language):
        return format_date(value, "j F Y" if language.startswith("en") else "j.n.Y")


def _foot(version: CertificateTemplateVersion, language: str) -> dict[str, Any]:
    signers, logos = list(version.signatories.all()), list(version.logos.all())
    titles = [in_language(row.title, language) for row in signers]
    names = [row.name for row in signers]
    pixels = [(row.picture_width, row.picture_height) for row in signers]
    place = foot(version.layout, list(zip(names, titles, strict=True)), pixels)
    row = logo_row(
        version.layout,
        [(logo.picture_width, logo.picture_height) for logo in logos],
        co_funded=version.co_funded,
    )
    return {
        "foot": place,
        "signatories": [
            {"row": row, "title": title, "box": box, "picture_box": picture}
            for row, title, box, picture in zip(
                signers, titles, place.signatures, place.pictures, strict=True
            )
        ],
        "logos": [
            {"name": in_language(logo.name, language), "row": logo, "box": box}
            for logo, box in zip(logos, row, strict=True)
        ],
    }


def assets(
    certificate: Certificate,
    language: str,
    *,
    read: Callable[[str], bytes] = pictures.read,
) -> dict[str, bytes]:
    """Every picture that the page names, by its name."""
    version = certificate.template_version
    colours = palette(version.accent)
    wanted = [*version.signatories.all(), *version.logos.all()]
    marks = {
        row.asset: level_marks(row.value, row.most, colours)
        for row in levels_of(certificate.facts_in(language))
    }
    return {
        "vessel.svg": vessel(version.layout, colours, little_ink=version.little_ink),
        "eu-emblem.svg": _emblem(),
        "wordmark.svg": Path(app_settings.wordmark).read_bytes(),
        **{f"{row.picture}.png": read(row.picture) for row in wanted if row.picture},
        **marks,
    }


@cache
def _emblem() -> bytes:
    return (ASSETS / "eu-emblem.svg").read_bytes()
