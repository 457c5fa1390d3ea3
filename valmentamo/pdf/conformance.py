"""The finisher: makes WeasyPrint's PDF/A-3a file a PDF/UA-1 file at the same time.

WeasyPrint 70 writes one conformance at a time. This adds the identifier of PDF/UA-1 and
mends what neither validator sees but a screen reader does: header cells without a scope,
boxes of figures measured in the wrong unit from the wrong corner.
"""

from collections.abc import Mapping
from typing import Any

import pydyf

from . import signature_field

VARIANT = "pdf/a-3a"
RDF_END = b"</rdf:RDF>"
# PDF/A accepts the foreign pdfuaid schema only when the file describes it.
UA_IDENTIFIER = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".strip().encode()
# WeasyPrint measures figures in CSS pixels, PDF in points.
POINTS_PER_PIXEL = 0.75


def finish(
    document: Any,
    pdf: pydyf.PDF,
    *,
    field: str | None = None,
    mimes: Mapping[str, str] | None = None,
) -> None:
    """WeasyPrint's last hook: runs on the whole file before it is written.

    `field` is the label of an empty signature field, `mimes` what the attached files
    are, by their names.
    """
    _identify(pdf)
    if mimes:
        _name_kinds(pdf, mimes)
    if field:
        signature_field.place(pdf, field)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            # PDF/A forbids smoothing of images.
            item.extra.pop("Interpolate", None)
        elif isinstance(item, dict) and "A" in item:
            _mend_attributes(pdf, item)


def _identify(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    packet = metadata.stream[0]
    if packet.count(RDF_END) != 1:
        raise ValueError("The metadata must have exactly one rdf:RDF element.")
    metadata.stream[0] = packet.replace(RDF_END, UA_IDENTIFIER + RDF_END)


def _name_kinds(pdf: pydyf.PDF, mimes: Mapping[str, str]) -> None:
    """WeasyPrint guesses from the name, by a table of the machine."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Filespec":
            mime = mimes.get(item["UF"].string)
            if mime:
                stream = _object(pdf, item["EF"]["F"])
                stream.extra["Subtype"] = f"/{mime.replace('/', '#2f')}"


def _mend_attributes(pdf: pydyf.PDF, element: Any) -> None:
    attributes = element["A"]
    if element.get("S") == "/TH":
        section = _object(pdf, _object(pdf, element["P"])["P"])
        in_head = section.get("S") == "/THead"
        attributes["Scope"] = "/Column" if in_head else "/Row"
    if element.get("S") == "/Figure" and "BBox" in attributes:
        height = _object(pdf, element["Pg"])["MediaBox"][3]
        left, top, right, bottom = (POINTS_PER_PIXEL * n for n in attributes["BBox"])
        attributes["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]
