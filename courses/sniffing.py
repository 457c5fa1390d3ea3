"""What kind of file some bytes are, told from their content and never from a name."""

import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 1024
#: What `zipfile` raises at archives that are spoiled, encrypted or made to do harm.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
#: Other methods may ask for gigabytes before they give the first byte.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken, with the endings its name may have."""

    content_type: str
    endings: tuple[str, ...]


PDF = FileKind("application/pdf", ("pdf",))
PNG = FileKind("image/png", ("png",))
JPEG = FileKind("image/jpeg", ("jpg", "jpeg"))
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
)
XLSX = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
)
ODT = FileKind("application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileKind("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS)

SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)


def kind_of(file: BinaryIO) -> FileKind | None:
    """The kind of the file, or None for every other content. Reads from the start."""
    file.seek(0)
    head = file.read(HEAD)
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    return _office_kind(file) if head.startswith(b"PK\x03\x04") else None


def _office_kind(file: BinaryIO) -> FileKind | None:
    """Office documents are ZIP archives; those with macros are of no kind."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "[Content_Types].xml" in names:
                return _openxml_kind(names)
            return _opendocument_kind(archive, names)
    except UNREADABLE:
        return None


def _openxml_kind(names: set[str]) -> FileKind | None:
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _opendocument_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    if "mimetype" not in names:
        return None
    if archive.getinfo("mimetype").compress_type not in PACKED:
        return None
    with archive.open("mimetype") as member:
        told = member.read(100).decode("ascii", "replace").strip()
    return next((kind for kind in (ODT, ODS) if kind.content_type == told), None)
