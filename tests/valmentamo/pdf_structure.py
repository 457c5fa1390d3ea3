"""A structural check of an accessible archival PDF that needs no Java.

It reads what a validator would ask first: language, title, tags, the claims of both
standards in one metadata packet, embedded fonts, figures with text and box, header cells
with a scope. It does not take the place of veraPDF.
"""

import io
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

import pikepdf
from pikepdf import Name

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def problems(
    data: bytes,
    *,
    language: str,
    pages: int | None = 1,
    attached: Sequence[str] = (),
) -> list[str]:
    """Everything that is wrong with the file; an empty list when nothing is."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            *_catalogue(pdf, language),
            *_attachments(pdf, attached),
            *_field(pdf),
            *_metadata(pdf),
            *_pages(pdf, pages),
            *_objects(pdf),
        ]


def _catalogue(pdf: pikepdf.Pdf, language: str) -> Iterator[str]:
    root = pdf.Root
    if str(root.get("/Lang", "")) != language:
        yield f"language is {root.get('/Lang')}, not {language}"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure tree"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    intents = root.get("/OutputIntents", [])
    if not any(intent.S == Name.GTS_PDFA1 for intent in intents):
        yield "no output intent"
    names = root.get("/Names", {})
    if "/JavaScript" in names or "/OpenAction" in root:
        yield "active content"


def _attachments(pdf: pikepdf.Pdf, attached: Sequence[str]) -> Iterator[str]:
    found = [str(name) for name in pdf.attachments]
    if found != list(attached):
        yield f"attached are {found}, not {list(attached)}"
    for item in pdf.Root.get("/AF", []):
        if item.get("/AFRelationship") != Name.Data:
            yield f"{item.UF} is not attached as data"


def _field(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A widget must stand in a Form element and have a text for a screen reader."""
    forms = [
        item.K[0].Obj.objgen
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/S") == Name.Form
        and item.get("/Alt")
    ]
    for widget in pdf.Root.get("/AcroForm", {}).get("/Fields", []):
        if widget.objgen not in forms or not str(widget.get("/TU", "")):
            yield "a field outside the structure"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "no metadata"
        return
    packet = pdf.Root.Metadata.read_bytes()
    start, end = packet.index(b"<x:xmpmeta"), packet.index(b"</x:xmpmeta>")
    tree = ElementTree.fromstring(packet[start : end + len(b"</x:xmpmeta>")])
    if len(tree.findall(f".//{RDF}RDF")) != 1:
        yield "not exactly one rdf:RDF"
    claims = {element.tag: element.text for element in tree.iter()}
    for element in tree.iter():
        claims |= element.attrib
    wanted = {f"{PDFA}part": "3", f"{PDFA}conformance": "A", f"{PDFUA}part": "1"}
    for key, value in wanted.items():
        if claims.get(key) != value:
            yield f"{key} is {claims.get(key)}, not {value}"
    if tree.find(f".//{TITLE}") is None:
        yield "no title"


def _pages(pdf: pikepdf.Pdf, pages: int | None) -> Iterator[str]:
    if pages is not None and len(pdf.pages) != pages:
        yield f"{len(pdf.pages)} pages, not {pages}"
    for page in pdf.pages:
        if "/Annots" in page and page.get("/Tabs") != Name.S:
            yield "tab order does not follow the structure"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    box = pdf.pages[0].MediaBox
    width, height = float(box[2]), float(box[3])
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Interpolate"):
            yield "a smoothed image"
        if not isinstance(item, pikepdf.Dictionary):
            continue
        embedded = any(key in item for key in FONT_FILES)
        if item.get("/Type") == Name.FontDescriptor and not embedded:
            yield "a font is not embedded"
        if item.get("/Type") == Name.StructElem:
            yield from _element(item, width, height)


def _element(item: pikepdf.Dictionary, width: float, height: float) -> Iterator[str]:
    if item.S == Name.TH and "/Scope" not in item.get("/A", {}):
        yield "a header cell without scope"
    if Name.Figure != item.S:
        return
    if not str(item.get("/Alt", "")):
        yield "a figure without text"
    left, bottom, right, top = (float(n) for n in item.A.BBox)
    if not (0 <= left < right <= width + 1 and 0 <= bottom < top <= height + 1):
        yield f"a figure off the page: {left, bottom, right, top}"
