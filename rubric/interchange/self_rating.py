"""A self-rating as a file that a person takes along: `self-rating/1`, out and in (pure).

Levels go by the number of the level and criteria by their uuid, so the file can be read
long after; the hash says by which wording it was made.
`data/self-rating-1.schema.json` is the schema.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rubric.drafts import LANGUAGE, MOST_CRITERIA
from rubric.exceptions import FaultyRubric, FaultySelfRating
from rubric.interchange.fields import Reader

SCHEMA = "self-rating/1"
#: The largest file that is read: what the page itself writes is far below.
MOST_BYTES = 256 * 1024
TITLE_LIMIT = 200
NOTE_LIMIT = 2000
LEVELS = 20
SHA256 = re.compile("[0-9a-f]{64}")
TOP = ("schema", "rubric", "title", "language", "made_at", "ratings")
NO_UUID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class OwnRating:
    """One criterion: the level, and what the person noted. The key is for people."""

    criterion: UUID
    key: str
    level: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SelfRating:
    rubric: str
    version: UUID
    label: str
    content_hash: str
    language: str
    made_at: datetime
    ratings: tuple[OwnRating, ...]
    #: What was rated, as the person calls it.
    title: str = ""

    @property
    def levels(self) -> Mapping[str, int]:
        return {rating.key: rating.level for rating in self.ratings}


def as_data(rating: SelfRating) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "rubric": {
            "slug": rating.rubric,
            "version": str(rating.version),
            "label": rating.label,
            "content_hash": rating.content_hash,
        },
        "title": rating.title,
        "language": rating.language,
        "made_at": rating.made_at.isoformat(timespec="seconds"),
        "ratings": [
            {
                "criterion": str(one.criterion),
                "key": one.key,
                "level": one.level,
                "note": one.note,
            }
            for one in rating.ratings
        ],
    }


def as_json(rating: SelfRating) -> bytes:
    return json.dumps(as_data(rating), ensure_ascii=False, indent=2).encode() + b"\n"


def read_self_rating(data: bytes) -> SelfRating:
    """The rating in a file. Refuses with `FaultySelfRating`, which names every fault
    with its path; a file that is too large is not parsed."""
    # YAML comes along with the room that opens files; a page that only writes does
    # without.
    from rubric.interchange import opening

    if len(data) > MOST_BYTES:
        raise FaultySelfRating.one(
            _("file"),
            _("the file is larger than %(size)d kB") % {"size": MOST_BYTES // 1024},
        )
    try:
        opening.check_size(data)
        return _read(opening.load_json(data))
    except FaultySelfRating:
        raise
    except FaultyRubric as error:
        raise FaultySelfRating(error.faults) from error


def _read(value: Any) -> SelfRating:
    read = Reader()
    top = read.mapping(value, _("file"), TOP)
    if top.get("schema") != SCHEMA:
        raise FaultySelfRating.one(
            "schema",
            _("this is not a self-rating: “%(wanted)s” is needed") % {"wanted": SCHEMA},
        )
    rubric = read.mapping(
        top.get("rubric"), "rubric", ("slug", "version", "label", "content_hash")
    )
    found = SelfRating(
        rubric=read.key(rubric.get("slug"), "rubric.slug", 100),
        version=_uuid(read, rubric.get("version"), "rubric.version"),
        label=read.text(rubric.get("label"), "rubric.label", 20),
        content_hash=_hash(read, rubric.get("content_hash")),
        title=read.text(top.get("title", ""), "title", TITLE_LIMIT),
        language=_language(read, top.get("language")),
        made_at=_time(read, top.get("made_at")),
        ratings=_ratings(read, top.get("ratings")),
    )
    if read.faults:
        raise FaultySelfRating(read.faults)
    return found


def _ratings(read: Reader, value: Any) -> tuple[OwnRating, ...]:
    rows = read.sequence(value, "ratings", MOST_CRITERIA)
    found = [_rating(read, row, f"ratings[{i}]") for i, row in enumerate(rows)]
    seen: set[UUID] = set()
    for i, rating in enumerate(found):
        if rating.criterion in seen:
            read.fault(f"ratings[{i}].criterion", _("is given twice"))
        seen.add(rating.criterion)
    if isinstance(value, list) and not value:
        read.fault("ratings", _("is missing"))
    return tuple(found)


def _rating(read: Reader, row: Any, path: str) -> OwnRating:
    row = read.mapping(row, path, ("criterion", "key", "level", "note"))
    return OwnRating(
        criterion=_uuid(read, row.get("criterion"), f"{path}.criterion"),
        key=read.key(row.get("key"), f"{path}.key", 60),
        level=read.whole(row.get("level"), f"{path}.level", least=1, most=LEVELS),
        note=read.text(row.get("note", ""), f"{path}.note", NOTE_LIMIT),
    )


def _uuid(read: Reader, value: Any, path: str) -> UUID:
    if value is None:
        read.fault(path, _("is missing"))
    return read.uuid(value, path) or NO_UUID


def _hash(read: Reader, value: Any) -> str:
    if not isinstance(value, str) or not SHA256.fullmatch(value):
        read.fault("rubric.content_hash", _("must be 64 hexadecimal digits"))
        return ""
    return value


def _language(read: Reader, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 12 or not LANGUAGE.fullmatch(value):
        read.fault("language", _("is not a language"))
        return ""
    return value


def _time(read: Reader, value: Any) -> datetime:
    try:
        made = datetime.fromisoformat(value)
        if made.tzinfo is not None:
            return made
    except (TypeError, ValueError):
        pass
    read.fault("made_at", _("must be a time with its offset, as in ISO 8601"))
    return datetime.min
