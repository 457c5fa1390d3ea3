"""The badge: one picture, drawn once, with the signed credential written into it.

Open Badges 3.0, 5.3: an element of its own in an SVG file, an iTXt chunk in a PNG file.
"""

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ASSETS = Path(__file__).parent / "assets" / "badge"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Length, name, thirteen bytes and checksum of the first chunk.
HEADER = len(SIGNATURE) + 4 + 4 + 13 + 4


def baked_svg(credential: dict[str, Any]) -> bytes:
    """The picture as SVG with the credential as the first element."""
    head, end, rest = _asset("badge.svg").decode().partition(">")
    element = (
        f'<openbadges:credential xmlns:openbadges="{NAMESPACE}">'
        f"{escape(_text(credential))}</openbadges:credential>"
    )
    return f"{head}{end}{element}{rest}".encode()


def baked_png(credential: dict[str, Any]) -> bytes:
    """The picture as PNG with the credential as a text chunk after the header."""
    picture = _asset("badge.png")
    # Keyword, no compression, no language, no translated keyword, text.
    data = KEYWORD + b"\0\0\0\0\0" + _text(credential).encode()
    return picture[:HEADER] + _chunk(b"iTXt", data) + picture[HEADER:]


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return len(data).to_bytes(4) + name + data + checksum.to_bytes(4)


def _text(credential: dict[str, Any]) -> str:
    return json.dumps(credential, ensure_ascii=False, separators=(",", ":"))


@cache
def _asset(name: str) -> bytes:
    return (ASSETS / name).read_bytes()
