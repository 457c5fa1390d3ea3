"""One font face: shapes a line of text and knows the glyphs that a file may embed."""

import io
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont

from valmentamo.pdf.fonts import FAMILIES, FOLDER

#: What names, organisations, dates and codes are written with: Latin with its accents.
CHARSET = "".join(
    chr(point)
    for first, last in (
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0x1CD, 0x1F0),
        (0x218, 0x21B),
        (0x292, 0x292),
        (0x1E9E, 0x1E9E),
        (0x2010, 0x2026),
    )
    for point in range(first, last + 1)
)

#: What a style may ask of a font; which it was is found by trying.
FEATURES = ("", "lnum", "tnum")


class NotStampable(Exception):
    """The record or the page goes to WeasyPrint instead."""


class Line(NamedTuple):
    """Shaped text: glyph and advance of each glyph, in thousandths of the size."""

    glyphs: tuple[int, ...]
    advances: tuple[float, ...]

    @property
    def width(self) -> float:
        return sum(self.advances)


class Face:
    """A shipped font file."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        self._font = hb.Font(hb.Face(self.data))
        self._scale = 1000 / self._font.face.upem
        self.texts = self._known_glyphs()

    def shape(self, text: str, feature: str, *, ligated: bool = True) -> Line:
        """Text with letter spacing has no ligatures.

        Refuses NotStampable for a missing glyph, a mark that is set by offsets, and a
        glyph that the compiled file does not embed.
        """
        infos, positions = self._shaped(text, feature, ligated)
        if any(p.x_offset or p.y_offset for p in positions):
            raise NotStampable(f"marks: {text!r}")
        glyphs = tuple(info.codepoint for info in infos)
        if not set(glyphs) <= self.texts.keys():
            raise NotStampable(f"glyphs: {text!r}")
        return Line(glyphs, tuple(p.x_advance * self._scale for p in positions))

    def width(self, glyph: int) -> int:
        """The glyph's own width as a PDF file writes it, in thousandths."""
        return round(self._font.get_glyph_h_advance(glyph) * self._scale)

    def subset(self, extra: set[int]) -> bytes:
        """The font with the glyphs of the charset and the given ones, ids unchanged."""
        options = subset.Options(
            retain_gids=True, layout_features=[], notdef_outline=True, hinting=False
        )
        # A PDF file reads glyphs by their numbers: it needs neither names nor a map.
        options.glyph_names = False
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "name", "STAT", "gasp"]
        options.name_IDs = []
        font = TTFont(io.BytesIO(self.data), recalcTimestamp=False)
        worker = subset.Subsetter(options)
        worker.populate(gids=sorted(extra | self.texts.keys()))
        worker.subset(font)
        for table in ("cmap", "post", "OS/2"):
            del font[table]
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()

    def _shaped(
        self, text: str, feature: str, ligated: bool
    ) -> tuple[list[Any], list[Any]]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.language = "ltr", "fi"
        # Figures alone are of no script, which some fonts shape otherwise.
        buffer.script = "Latn" if any(map(str.isalpha, text)) else "Zyyy"
        features = {} if ligated else {"liga": False, "clig": False}
        hb.shape(self._font, buffer, features | ({feature: True} if feature else {}))
        return buffer.glyph_infos, buffer.glyph_positions

    def _known_glyphs(self) -> dict[int, str]:
        """What each glyph stands for that a text of the charset can lead to: its
        letters, their ligatures and other forms, as the font's own tables say."""
        font = TTFont(io.BytesIO(self.data), lazy=True)
        names = {
            name: chr(point)
            for point, name in font.getBestCmap().items()
            if chr(point) in CHARSET
        }
        lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else []
        tables = [table for lookup in lookups for table in lookup.SubTable]
        before = -1
        while before != len(names):
            before = len(names)
            for table in tables:
                _follow(getattr(table, "ExtSubTable", table), names)
        return {font.getGlyphID(name): text for name, text in names.items()}


def _follow(table: Any, names: dict[str, str]) -> None:
    """Add what one substitution leads to from glyphs whose text is known."""
    if table.LookupType == 1:
        for old, new in table.mapping.items():
            if old in names:
                names.setdefault(new, names[old])
    elif table.LookupType == 4:
        for first, ligatures in table.ligatures.items():
            for ligature in ligatures:
                parts = [first, *ligature.Component]
                if all(part in names for part in parts):
                    text = "".join(names[part] for part in parts)
                    names.setdefault(ligature.LigGlyph, text)


@cache
def face_named(base_font: str) -> Face:
    """The face of a PDF font name such as 'ABCDEF+Vollkorn-Semi-Bold'.

    Refuses NotStampable for a font that is not a shipped one.
    """
    name = base_font.lstrip("/").partition("+")[2]
    weights = {"": "400", "Semi-Bold": "600", "Bold": "700"}
    for family, files in FAMILIES.items():
        joined = family.replace(" ", "-")
        weight = weights.get(name.removeprefix(joined).lstrip("-"))
        if name.startswith(joined) and weight:
            for file in files:
                if weight in file:
                    return Face(FOLDER / file)
    raise NotStampable(f"font: {base_font}")
