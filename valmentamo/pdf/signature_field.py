"""An empty place for a seal, tagged, so that sealing does not spoil accessibility.

A sealing library that adds its own field leaves it outside the structure tree. Here the
invisible field is put inside a Form element while the file is still being written.
"""

from typing import Any

import pydyf

from . import SIGNATURE_FIELD

# Printed and locked: PDF/A forbids a hidden widget.
FLAGS = 4 | 128


def place(pdf: pydyf.PDF, label: str) -> None:
    """Add the field to the last page; the label is read aloud."""
    page_reference = pdf.page_references[-1]
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = _object(pdf, root["K"][0])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    key = max(parents[::2]) + 1
    widget = _widget(pdf, page_reference, label, key)
    form = _form(pdf, page_reference, label, document, widget)
    document["K"].append(form.reference)
    parents.extend([key, form.reference])
    page = _object(pdf, page_reference)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    fields = pydyf.Dictionary(
        {"Fields": pydyf.Array([widget.reference]), "SigFlags": 0}
    )
    pdf.catalog["AcroForm"] = _added(pdf, fields).reference


def _widget(pdf: pydyf.PDF, page: Any, label: str, key: int) -> pydyf.Dictionary:
    widget = {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Sig",
        "T": pydyf.String(SIGNATURE_FIELD),
        "TU": pydyf.String(label),
        "F": FLAGS,
        "Rect": pydyf.Array([0, 0, 0, 0]),
        "P": page,
        "StructParent": key,
    }
    return _added(pdf, pydyf.Dictionary(widget))


def _form(
    pdf: pydyf.PDF, page: Any, label: str, document: Any, widget: pydyf.Dictionary
) -> pydyf.Dictionary:
    link = {"Type": "/OBJR", "Obj": widget.reference, "Pg": page}
    form = {
        "Type": "/StructElem",
        "S": "/Form",
        "P": document.reference,
        "Pg": page,
        "K": pydyf.Array([_added(pdf, pydyf.Dictionary(link)).reference]),
        "Alt": pydyf.String(label),
    }
    return _added(pdf, pydyf.Dictionary(form))


def _added(pdf: pydyf.PDF, item: pydyf.Dictionary) -> pydyf.Dictionary:
    pdf.add_object(item)
    return item


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]
