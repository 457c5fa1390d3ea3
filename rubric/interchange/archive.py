"""Looks into a workbook, which is a ZIP archive of XML, before anything unpacks it."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from rubric.interchange.limits import (
    KILOBYTE,
    XLSX_ELEMENTS,
    XLSX_PARTS,
    XLSX_RATIO,
    XLSX_SHEETS,
    XLSX_STYLE_ELEMENTS,
    XLSX_UNPACKED,
)
from rubric.interchange.opening import check_size, refuse

WORKBOOK = "xl/workbook.xml"
#: A document type can name entities, which grow or read other files.
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
#: A part is read for what the workbook calls it, whatever its name ends with.
LIKE_XML = re.compile(rb"[\s\x00\xef\xbb\xbf\xfe\xff]*<")
XML_NAMES = (".xml", ".rels", ".vml")
UTF8_XML = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<")
ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([^\"']{1,40})")


def check_workbook(data: bytes) -> None:
    """Refuse what grows, hides, runs or isn't a workbook; raises `FaultyRubric`."""
    check_size(data, "xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            _check_contents(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError) as error:
        raise refuse(_("the workbook is damaged")) from error
    except (NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        raise refuse(_("the workbook is packed in a way that isn't allowed")) from error
    except Exception as error:
        # zlib.error and what else a damaged stream brings.
        if type(error).__module__ in ("zlib", "_lzma", "builtins"):
            raise refuse(_("the workbook is damaged")) from error
        raise


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if WORKBOOK not in names:
        raise refuse(_("this is a ZIP archive, not an Excel workbook"))
    if len(parts) > XLSX_PARTS or len(set(names)) < len(names):
        raise refuse(_("the workbook has too many parts"))
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * XLSX_SHEETS:
        raise refuse(_("the workbook has too many sheets"))
    if any("vbaproject" in name.lower() for name in names):
        raise refuse(_("the workbook holds macros; save it as .xlsx"))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > XLSX_UNPACKED or unpacked > XLSX_RATIO * max(packed, KILOBYTE):
        raise refuse(
            _("the workbook would grow over %(size)d kB when it is opened")
            % {"size": XLSX_UNPACKED // KILOBYTE}
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise refuse(_("the workbook is locked with a password"))


def _check_contents(archive: zipfile.ZipFile) -> None:
    """Every XML part is UTF-8 without a document type, and of few enough elements to be
    read in a moment; sizes are held to their word."""
    elements = 0
    for part in archive.infolist():
        content = archive.read(part)
        named_xml = part.filename.lower().endswith(XML_NAMES)
        if not named_xml and not LIKE_XML.match(content):
            continue
        count = content.count(b"<")
        elements += count
        if elements > XLSX_ELEMENTS or (
            count > XLSX_STYLE_ELEMENTS and b"styleSheet" in content
        ):
            raise refuse(_("the workbook has too many parts"))
        named = ENCODING.match(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
        if not UTF8_XML.match(content) or (
            named and named[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
        ):
            raise refuse(_("the workbook holds text that is not UTF-8"))
        if DOCTYPE.search(content):
            raise refuse(_("the workbook holds XML entities, which aren't allowed"))
