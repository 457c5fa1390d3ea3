"""Bytes of an unknown file: which format they are, and their text."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.exceptions import FaultyRubric
from rubric.interchange.libraries import yaml
from rubric.interchange.limits import (
    DEPTH,
    DIGITS,
    KILOBYTE,
    MOST_BYTES,
    SIZE_LIMITS,
    YAML_EVENTS,
)

#: How files begin that people choose by mistake, and what they are.
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "Excel 97–2003 (.xls)",
    b"{\\rtf": "RTF",
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: An end that is missing is taken for the end of the file: else each quote in it would
#: be tried as a beginning, over and over.
STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
BRACKET = re.compile(r"[\[\]{}]")
#: What PostgreSQL or UTF-8 has no place for.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def refuse(message: str, path: str = "") -> FaultyRubric:
    return FaultyRubric([Fault(path or _("file"), message)])


def check_size(data: bytes, file_format: str = "") -> None:
    limit = SIZE_LIMITS.get(file_format, MOST_BYTES)
    if not data:
        raise refuse(_("the file is empty"))
    if len(data) > limit:
        raise refuse(
            _("the file is larger than %(size)d kB") % {"size": limit // KILOBYTE}
        )


def format_of(data: bytes) -> str:
    """The format by what the file holds; its name is not believed."""
    check_size(data)
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    for start, name in OTHERS.items():
        if data.startswith(start):
            raise refuse(_("this is a file of another kind: %(kind)s") % {"kind": name})
    text = text_of(data)
    if text.lstrip().startswith("{"):
        return "case" if re.search(r'"CFRubric(s|Criteria)"\s*:', text) else "json"
    first = text.partition("\n")[0].lower()
    if "rubric name" in first and "criteria name" in first:
        return "canvas"
    if re.search(r"^schema\s*:", text, re.MULTILINE):
        return "yaml"
    raise refuse(_("this is not a rubric in a format that is known here"))


def text_of(data: bytes) -> str:
    """UTF-8 text, with or without a byte order mark; other encodings are named."""
    if data.startswith(UTF16):
        raise refuse(_("the file is UTF-16; save it as UTF-8"))
    if b"\x00" in data:
        raise refuse(_("the file holds NUL characters: it is UTF-16 or not a text"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            _(
                "the file is not UTF-8 (character %(place)d); it may be Windows-1252 "
                "or Latin-1. Save it as “CSV UTF-8” or as UTF-8 text"
            )
            % {"place": error.start + 1}
        ) from error


def load_json(data: bytes) -> Any:
    """Strict JSON: no key twice, no NaN, no number that is none of ours."""
    text = text_of(data)
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_real,
        )
    except json.JSONDecodeError as error:
        raise refuse(
            _("not valid JSON: line %(line)d, column %(column)d")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    except RecursionError as error:
        raise refuse(_too_deep()) from error
    # Escapes can make what no database keeps.
    _check_texts(value)
    return value


def load_plain_yaml(data: bytes) -> Any:
    """YAML without aliases, of a size that can be read in a moment."""
    yaml()
    from valmentamo.yamlfiles import UnreadableFile, load_yaml

    check_size(data, "yaml")
    text = text_of(data)
    _check_events(text)
    try:
        value = load_yaml(text.encode())
    except UnreadableFile as error:
        raise refuse(str(error)) from error
    except TypeError as error:
        raise refuse(_("a key is not plain text")) from error
    _check_texts(value)
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in BRACKET.findall(STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEPTH:
            raise refuse(_too_deep())


def _check_events(text: str) -> None:
    """One quick pass over the marks of the file, before anything is built of it."""
    library = yaml()
    loader: Any = getattr(library, "CSafeLoader", library.SafeLoader)
    depth = 0
    try:
        for count, event in enumerate(library.parse(text, Loader=loader)):
            if isinstance(event, library.CollectionStartEvent):
                depth += 1
            elif isinstance(event, library.CollectionEndEvent):
                depth -= 1
            if depth > DEPTH:
                raise refuse(_too_deep())
            if count > YAML_EVENTS:
                raise refuse(_("the file holds too many values"))
    except (library.YAMLError, ValueError, RecursionError):
        # The loader says it with the line.
        return


def _check_texts(value: Any) -> None:
    """No NUL and no half of a surrogate pair in any text or key."""
    rows = [value]
    while rows:
        row = rows.pop()
        if isinstance(row, dict):
            rows.extend(row)
            rows.extend(row.values())
        elif isinstance(row, list):
            rows.extend(row)
        elif isinstance(row, str) and UNKEPT.search(row):
            shown = row[:40].replace("\x00", "?").encode("ascii", "replace").decode()
            raise refuse(
                _("a text holds a character that can't be kept: “%(text)s”")
                % {"text": shown}
            )


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise refuse(_("the key “%(key)s” is given twice") % {"key": key[:60]})
            seen.add(key)
    return found


def _constant(name: str) -> Any:
    raise refuse(_("%(name)s is not a number") % {"name": name})


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise refuse(_("a number is too long: %(start)s…") % {"start": digits[:20]})
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits)
    if len(digits) > 2 * DIGITS or abs(value) >= 10**DIGITS:
        raise refuse(_("a number is too long: %(start)s…") % {"start": digits[:20]})
    return value


def _too_deep() -> str:
    return _("values stand more than %(depth)d deep in each other") % {"depth": DEPTH}
