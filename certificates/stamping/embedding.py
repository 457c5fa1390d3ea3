"""The fonts of a compiled page: the whole charset instead of the sentinels' letters."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pikepdf

from .faces import face_named


def widths_of(font: Any) -> dict[int, int]:
    """The widths that a font will declare: WeasyPrint's own where it has written one,
    for its texts were set by them."""
    face = face_named(str(font.BaseFont))
    widths = {glyph: face.width(glyph) for glyph in face.texts}
    declared = iter(font.DescendantFonts[0].W)
    for first, run in zip(declared, declared, strict=True):
        widths |= {int(first) + n: int(width) for n, width in enumerate(run)}
    return widths


def embed(
    pdf: pikepdf.Pdf,
    font: Any,
    used: Mapping[int, str],
    widths: Mapping[int, int],
) -> None:
    """Give a font the whole charset: its glyphs, their widths and what they stand for."""
    face = face_named(str(font.BaseFont))
    texts = {**face.texts, **used}
    descendant = font.DescendantFonts[0]
    descendant.W = pikepdf.Array(
        [
            item
            for first, run in _runs(sorted(texts))
            for item in (first, pikepdf.Array([widths[glyph] for glyph in run]))
        ]
    )
    data = face.subset(set(texts))
    descendant.FontDescriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    font.ToUnicode = pdf.make_stream(_unicode_map(texts))


def _runs(glyphs: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Numbers that follow each other, with the first of them."""
    for _shift, run in groupby(enumerate(glyphs), key=lambda pair: pair[1] - pair[0]):
        found = [glyph for _place, glyph in run]
        yield found[0], found


def _unicode_map(texts: Mapping[int, str]) -> bytes:
    lines = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        for glyph, text in sorted(texts.items())
    ]
    blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
