"""Fill the slots of a program with one record."""

import hashlib
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from ..levels_reached import levels_of
from ..models import Certificate
from .faces import Line, NotStampable
from .files import literal, stream
from .programs import Program, Slot, mark_name
from .qr import image
from .sentinels import links_of, values_of


def stamp(
    program: Program, certificate: Certificate, language: str, credential: bytes
) -> bytes:
    """The file of a certificate; the same record and program give the same bytes.

    Refuses NotStampable for a text that is wider than its slot or needs WeasyPrint.
    """
    objects = {
        wanted.name: stream(_text(program.slots[wanted.name], wanted.text))
        for wanted in values_of(certificate, language)
    }
    for number, level in enumerate(levels_of(certificate.facts_in(language))):
        objects[mark_name(number)] = program.marks[mark_name(number)][level.value]
    page, code = links_of(certificate, language)
    objects["qr"] = stream(image(code))
    objects["link"] = _link(program, page)
    objects["info"] = _info(program, certificate)
    objects["metadata"] = _metadata(program, certificate)
    objects["credential"] = _credential(program, certificate, credential)
    return program.parts.build(objects)


def _text(slot: Slot, text: str) -> bytes:
    line = slot.face.shape(text, slot.feature, ligated=not slot.spacing)
    advance = line.width - slot.spacing * len(line.glyphs)
    width = advance * slot.size / 1000
    if width > slot.widest:
        raise NotStampable(f"{text!r} is too wide")
    x = slot.x - width / 2 if slot.is_centred else slot.x
    return b"1 0 0 -1 %.3f %b Tm\n%b %.6g Tf\n[%b] TJ" % (
        x,
        slot.y,
        slot.font,
        slot.size,
        _shown(slot, line),
    )


def _shown(slot: Slot, line: Line) -> bytes:
    """Glyphs and the shifts between them; what rounding leaves over is carried on."""
    shown, left = [], 0.0
    for glyph, advance in zip(line.glyphs, line.advances, strict=True):
        exact = slot.widths[glyph] - advance + slot.spacing + left
        shift = round(exact)
        left = exact - shift
        shown.append(b"<%04x>%d" % (glyph, shift) if shift else b"<%04x>" % glyph)
    return b"".join(shown)


def _link(program: Program, page: str) -> bytes:
    return page.join(program.link).encode("latin-1")


def _info(program: Program, certificate: Certificate) -> bytes:
    time = _time(certificate.issued_at)
    name, code = certificate.printed_name, certificate.printed_code
    entries = {
        **program.info,
        "/CreationDate": f"({time})",
        "/ModDate": f"({time})",
        "/Subject": literal(code.join(program.subject)),
        "/Title": literal(name.join(program.title)),
    }
    body = " ".join(f"{key} {value}" for key, value in entries.items())
    return f"<< {body} >>".encode("latin-1")


def _metadata(program: Program, certificate: Certificate) -> bytes:
    time = certificate.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    packet = (
        program.packet.replace("\0name\0", escape(certificate.printed_name))
        .replace("\0code\0", certificate.printed_code)
        .replace("\0time\0", time)
    )
    return stream(packet.encode(), "/Type /Metadata /Subtype /XML")


def _credential(program: Program, certificate: Certificate, data: bytes) -> bytes:
    time = _time(certificate.issued_at)
    checksum = hashlib.md5(data, usedforsecurity=False).hexdigest()
    subtype = program.subtype.replace("/", "#2f").replace("#2f", "/", 1)
    entries = (
        f"/Type /EmbeddedFile /Subtype {subtype} /Params << /CheckSum <{checksum}> "
        f"/CreationDate ({time}) /ModDate ({time}) /Size {len(data)} >>"
    )
    return stream(data, entries, packed=True)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
