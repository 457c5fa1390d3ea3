"""Take a finished page apart into a program: constant pieces, slots, varying objects."""

import io
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from ..levels_reached import levels_of
from ..models import Certificate
from ..rendering import draw_certificate
from .content import Text, meaning_of, modules_of, texts_of
from .embedding import embed, widths_of
from .faces import FEATURES, Face, Line, NotStampable, face_named
from .files import FileParts, stream
from .marks import forms_of, marks_of
from .sentinels import ISSUED, Wanted, links_of, values_of

#: Stands where the credential will be.
NOTHING = b"{}"
#: Smallest letter spacing, in thousandths of the size.
TOLERANCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where a text goes: left edge or middle, base line, face and how it is set."""

    x: float
    y: bytes
    font: bytes
    size: float
    spacing: float
    widest: float
    is_centred: bool
    face: Face
    widths: Mapping[int, int]
    feature: str


@dataclass(frozen=True, kw_only=True)
class Program:
    """A page that can be stamped. `marks` are the drawings of each criterion's levels."""

    slots: Mapping[str, Slot]
    marks: Mapping[str, Sequence[bytes]]
    parts: FileParts
    title: tuple[str, str]
    subject: tuple[str, str]
    packet: str
    link: tuple[str, ...]
    info: Mapping[str, str]
    subtype: str


def compile_page(sentinel: Certificate, language: str) -> Program:
    """Lay out a sentinel and take the page apart.

    Refuses NotStampable for a page whose texts can't be found again, each on one line.
    """
    drawn = draw_certificate(sentinel, language, credential=NOTHING)
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        fonts = page.Resources.Font
        meanings = {name: meaning_of(font) for name, font in fonts.items()}
        wanted = list(values_of(sentinel, language))
        found = _found(wanted, texts_of(content, meanings))
        widths = {name: widths_of(fonts[name]) for name in {t.font for t in found}}
        slots = {
            w.name: _slot(w, t, str(fonts[t.font].BaseFont), widths[t.font])
            for w, t in zip(wanted, found, strict=True)
        }
        levels = levels_of(sentinel.facts_in(language))
        marks = marks_of(forms_of(page, content), [level.most for level in levels])
        spans = [(w.name, t.start, t.end) for w, t in zip(wanted, found, strict=True)]
        names = _cut(pdf, content, [*spans, ("qr", *_modules(content))])
        for name, known in widths.items():
            embed(pdf, fonts[name], meanings[name], known)
        return _program(pdf, sentinel, language, slots, marks, names)


def _found(wanted: Sequence[Wanted], texts: Sequence[Text]) -> list[Text]:
    """The text of each slot. Equal ones, as of the levels, stand in the slots' order."""
    places: dict[str, list[Text]] = {w.text: [] for w in wanted}
    for text in texts:
        if (line := text.text.strip()) in places:
            places[line].append(text)
    slots = Counter(w.text for w in wanted)
    for line, found in places.items():
        if len(found) != slots[line]:
            raise NotStampable(f"{line!r} stands {len(found)} times on the page")
    return [places[w.text].pop(0) for w in wanted]


def _slot(
    wanted: Wanted, text: Text, base_font: str, widths: Mapping[int, int]
) -> Slot:
    """The slot, with the feature that gives the very glyphs that WeasyPrint wrote."""
    face = face_named(base_font)
    for feature in FEATURES:
        # No sentinel has a ligature: whether the style is spaced is measured from it.
        line = face.shape(text.text, feature)
        if line.glyphs == text.glyphs:
            break
    else:
        raise NotStampable(f"{wanted.name} is shaped otherwise")
    spacing = _spacing(widths, line, text.shifts)
    width = (line.width - spacing * len(line.glyphs)) * text.size / 1000
    centred = wanted.align == "centre"
    return Slot(
        x=text.x + width / 2 if centred else text.x,
        y=text.y,
        font=text.font.encode(),
        size=text.size,
        spacing=spacing,
        widest=width * wanted.room,
        is_centred=centred,
        face=face,
        widths=widths,
        feature=feature,
    )


def _spacing(widths: Mapping[int, int], line: Line, shifts: tuple[float, ...]) -> float:
    """What WeasyPrint moved each glyph beyond the font's own kerning: letter spacing.

    It rounds each shift, so less than one unit is no spacing.
    """
    beyond = [
        shift - widths[glyph] + advance
        for shift, glyph, advance in zip(
            shifts, line.glyphs, line.advances, strict=True
        )
    ]
    spacing = statistics.median(beyond[:-1] or beyond)
    return spacing if abs(spacing) >= TOLERANCE else 0.0


def _modules(content: bytes) -> tuple[int, int]:
    try:
        return modules_of(content)
    except ValueError as error:
        raise NotStampable(str(error)) from error


def _cut(
    pdf: pikepdf.Pdf, content: bytes, spans: list[tuple[str, int, int]]
) -> tuple[str, ...]:
    """Make the page's content a list of streams: every other one is a slot."""
    streams, end = [], 0
    spans = sorted(spans, key=lambda span: span[1])
    for _name, start, stop in spans:
        streams += [pdf.make_stream(content[end:start]), pdf.make_stream(b"")]
        end = stop
    streams.append(pdf.make_stream(content[end:]))
    pdf.pages[0].Contents = pikepdf.Array(streams)
    return tuple(name for name, _start, _stop in spans)


def _program(
    pdf: pikepdf.Pdf,
    sentinel: Certificate,
    language: str,
    slots: Mapping[str, Slot],
    marks: Mapping[str, Sequence[bytes]],
    names: tuple[str, ...],
) -> Program:
    info = dict(pdf.docinfo.items())
    link, _qr = links_of(sentinel, language)
    parts = FileParts(pdf, partial(_varying, names=names, marks=tuple(marks)))
    if link not in parts.written["link"]:
        raise NotStampable("the link does not lead to the page of the certificate")
    return Program(
        slots=slots,
        marks={
            mark_name(number): [
                stream(drawing, parts.written[mark_name(number)], packed=True)
                for drawing in drawings
            ]
            for number, drawings in enumerate(marks.values())
        },
        parts=parts,
        title=_around(str(info["/Title"]), sentinel.printed_name),
        subject=_around(str(info["/Subject"]), sentinel.printed_code),
        packet=_packet(pdf, sentinel),
        link=tuple(parts.written["link"].split(link)),
        info={
            key: value.unparse().decode("latin-1")
            for key, value in info.items()
            if key in ("/Author", "/Producer", "/Creator", "/Keywords")
        },
        subtype=str(pdf.Root.AF[0].EF.F.Subtype),
    )


def mark_name(number: int) -> str:
    return f"mark {number}"


def _varying(
    pdf: pikepdf.Pdf, *, names: tuple[str, ...], marks: tuple[str, ...]
) -> dict[str, Any]:
    """The objects that differ from record to record, by what they are."""
    page = pdf.pages[0]
    return {
        "info": pdf.trailer.Info,
        "metadata": pdf.Root.Metadata,
        "link": next(note for note in page.Annots if note.Subtype == "/Link"),
        "credential": pdf.Root.AF[0].EF.F,
        **{name: page.Contents[2 * place + 1] for place, name in enumerate(names)},
        **{mark_name(n): page.Resources.XObject[form] for n, form in enumerate(marks)},
    }


def _around(text: str, sentinel: str) -> tuple[str, str]:
    before, found, after = text.partition(sentinel)
    if not found:
        raise NotStampable(f"{sentinel} is not in the document's data")
    return before, after


def _packet(pdf: pikepdf.Pdf, sentinel: Certificate) -> str:
    """The metadata with marks for what differs."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    marks = {
        escape(sentinel.printed_name): "\0name\0",
        sentinel.printed_code: "\0code\0",
        ISSUED.strftime("%Y-%m-%dT%H:%M:%SZ"): "\0time\0",
    }
    for text, mark in marks.items():
        if text not in packet:
            raise NotStampable(f"{text} is not in the metadata")
        packet = packet.replace(text, mark)
    return packet
