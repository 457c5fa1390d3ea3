"""1EdTech CASE 1.1 (JSON): a package or a rubric of it, read as an outline.

Identifiers, addresses and every property that the rubric has no place for are kept word
for word in `source`, the kind of each number included: a score 3.0 is not a score 3.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rubric.drafts import MOST_CRITERIA, MOST_LEVELS
from rubric.exceptions import FaultyRubric
from rubric.interchange.fields import MOST_NUMBER, Reader
from rubric.interchange.limits import FOREIGN
from rubric.interchange.opening import check_size, load_json, refuse
from rubric.interchange.outline import Outline, Rating, Row
from rubric.interchange.rules import POINTS_BELOW

RUBRICS, CRITERIA, LEVELS = "CFRubrics", "CFRubricCriteria", "CFRubricCriterionLevels"
MOST_RUBRICS = 100


def read_case(data: bytes, *, pick: str = "") -> Outline:
    """Read the one rubric of the file, or the one whose title or identifier is `pick`.

    Raises `FaultyRubric`, which names every fault with its path.
    """
    check_size(data, "case")
    package = load_json(data)
    read = Reader(draft=True)
    path, rubric = _choose(read, package, pick)
    title = _line(read, rubric, f"{path}title")
    if not title:
        read.fault(f"{path}title", _("is missing"))
    rows = read.sequence(rubric.get(CRITERIA), f"{path}{CRITERIA}", MOST_CRITERIA)
    places = [f"{path}{CRITERIA}[{i}]" for i in range(len(rows))]
    pairs = [
        (read.mapping(row, place), place)
        for row, place in zip(rows, places, strict=True)
    ]
    outline = Outline(
        title=title,
        purpose=_line(read, rubric, f"{path}description"),
        rows=[_row(read, row, place) for row, place in _in_order(read, pairs)],
        source=_source(read, package, rubric),
    )
    _refuse_twice(read, [row for row, _place in pairs], f"{path}{CRITERIA}")
    if read.faults:
        raise FaultyRubric(list(dict.fromkeys(read.faults)))
    return outline


def _choose(read: Reader, package: Any, pick: str) -> tuple[str, dict[str, Any]]:
    """The rubric and where it stands: in a package, alone, or in a list."""
    if not isinstance(package, dict):
        raise refuse(_("must be a mapping"))
    if CRITERIA in package:
        return "", package
    rubrics = read.sequence(package.get(RUBRICS), RUBRICS, MOST_RUBRICS)
    rows = [read.mapping(row, f"{RUBRICS}[{i}]") for i, row in enumerate(rubrics)]
    if read.faults:
        raise FaultyRubric(read.faults)
    chosen = [
        (i, row)
        for i, row in enumerate(rows)
        if not pick or pick in (row.get("title"), row.get("identifier"))
    ]
    if len(chosen) != 1:
        titles = ", ".join(f"“{str(row.get('title'))[:60]}”" for row in rows[:10])
        raise refuse(
            _("the file holds %(count)d rubrics: %(titles)s. Say which one to read")
            % {"count": len(rows), "titles": titles},
            RUBRICS,
        )
    i, row = chosen[0]
    return f"{RUBRICS}[{i}].", row


def _row(read: Reader, values: dict[str, Any], path: str) -> Row:
    category = _line(read, values, f"{path}.category")
    description = _line(read, values, f"{path}.description")
    if not category and not description:
        read.fault(path, _("has neither a category nor a description"))
    ratings = read.sequence(values.get(LEVELS), f"{path}.{LEVELS}", MOST_LEVELS)
    pairs = [
        (read.mapping(row, f"{path}.{LEVELS}[{i}]"), f"{path}.{LEVELS}[{i}]")
        for i, row in enumerate(ratings)
    ]
    _refuse_twice(read, [row for row, _place in pairs], f"{path}.{LEVELS}")
    return Row(
        name=category or description,
        question=description if category else "",
        weight=_weight(read, values.get("weight"), f"{path}.weight"),
        ratings=[_rating(read, *pair) for pair in _weakest_first(read, pairs)],
        uuid=_uuid(values.get("identifier")),
        source={"case": _own(values, LEVELS)},
    )


def _rating(read: Reader, values: dict[str, Any], path: str) -> Rating:
    score = _number(read, values.get("score"), f"{path}.score")
    if score is not None:
        rounded = score.quantize(Decimal("0.0001"))
        if rounded != score or not 0 <= score < POINTS_BELOW:
            read.fault(
                f"{path}.score",
                _("must be from 0 to %(most)d with at most four decimals")
                % {"most": POINTS_BELOW - 1},
            )
    return Rating(
        name=_line(read, values, f"{path}.quality"),
        descriptor=_line(read, values, f"{path}.description"),
        points=score,
        source={"case": _own(values)},
    )


def _in_order(
    read: Reader, pairs: Sequence[tuple[dict[str, Any], str]]
) -> list[tuple[dict[str, Any], str]]:
    """By position where every one has it; the file's order otherwise."""
    positions = [
        _number(read, row.get("position"), f"{p}.position") for row, p in pairs
    ]
    if any(position is None for position in positions):
        return list(pairs)
    order = sorted(range(len(pairs)), key=lambda i: positions[i] or Decimal())
    return [pairs[i] for i in order]


def _weakest_first(
    read: Reader, pairs: Sequence[tuple[dict[str, Any], str]]
) -> list[tuple[dict[str, Any], str]]:
    """By score where every level has one; equal scores and none: by position."""
    rows = _in_order(read, pairs)
    scores = [_number(read, row.get("score"), f"{path}.score") for row, path in rows]
    if any(score is None for score in scores):
        return rows
    order = sorted(range(len(rows)), key=lambda i: scores[i] or Decimal())
    return [rows[i] for i in order]


def _line(read: Reader, values: Mapping[str, Any], path: str) -> str:
    value = values.get(path.rpartition(".")[2])
    return "" if value is None else read.text(value, path)


def _number(read: Reader, value: Any, path: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        read.fault(path, _("must be a number"))
        return None
    if abs(value) >= MOST_NUMBER:
        read.fault(path, _("must be a number"))
        return None
    return Decimal(str(value))


def _weight(read: Reader, value: Any, path: str) -> Fraction | None:
    number = _number(read, value, path)
    if number is not None and number < 0:
        read.fault(path, _("must be at least %(least)d") % {"least": 0})
    return None if number is None else Fraction(number)


def _uuid(value: Any) -> UUID | None:
    """CASE identifiers are UUIDs; another one is kept in the source alone."""
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError):
        return None


def _refuse_twice(read: Reader, rows: Sequence[Mapping[str, Any]], path: str) -> None:
    identifiers = [row["identifier"] for row in rows if "identifier" in row]
    for i, identifier in enumerate(identifiers):
        if identifier in identifiers[:i]:
            read.fault(
                path,
                _("the key “%(key)s” is given twice") % {"key": str(identifier)[:60]},
            )


def _own(values: Mapping[str, Any], *children: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in children}


def _source(
    read: Reader, package: dict[str, Any], rubric: dict[str, Any]
) -> dict[str, Any]:
    """The rubric's own properties and the rest of its package."""
    around = {} if package is rubric else _own(package, RUBRICS)
    source = {"case": {"rubric": _own(rubric, CRITERIA), "package": around}}
    if len(json.dumps(source)) > FOREIGN:
        # A whole framework of competences is not the rubric's to keep.
        document = around.get("CFDocument")
        source["case"]["package"] = {"CFDocument": document} if document else {}
        if len(json.dumps(source)) > FOREIGN:
            read.fault("CFDocument", _("is too large to be kept"))
    return source
