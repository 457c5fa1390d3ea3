"""A version written as a 1EdTech CASE 1.1 package with one CFRubric, in one language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from rubric.content import CriterionContent, RubricContent
from rubric.interchange.writing import number


@dataclass(frozen=True, kw_only=True)
class About:
    """What a CASE document says of the rubric besides its content."""

    rubric_uuid: UUID
    version_uuid: UUID
    changed_at: datetime
    creator: str
    is_published: bool = True


def write_case(content: RubricContent, language: str, about: About) -> bytes:
    """Properties that came from another system stay as that system wrote them."""
    text = json.dumps(_package(content, language, about), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _package(content: RubricContent, language: str, about: About) -> dict[str, Any]:
    foreign = _foreign(content.source)
    around = _part(foreign, "package")
    rubric = _rubric(content, language, about, _part(foreign, "rubric"))
    document = _document(content, language, about, _part(around, "CFDocument"))
    return {
        **around,
        "CFDocument": document,
        "CFItems": around.get("CFItems", []),
        "CFAssociations": around.get("CFAssociations", []),
        "CFRubrics": [rubric],
    }


def _document(
    content: RubricContent, language: str, about: About, known: Mapping[str, Any]
) -> dict[str, Any]:
    identifier = str(about.version_uuid)
    title = content.texts["title"].get(language, "")
    ours = {
        "identifier": identifier,
        "uri": _urn(identifier),
        "caseVersion": "1.1",
        "creator": about.creator,
        "title": title,
        "lastChangeDateTime": _moment(about),
        "CFPackageURI": {
            "title": title,
            "identifier": identifier,
            "uri": _urn(identifier),
        },
        "language": language,
        "version": content.label,
        "adoptionStatus": "Adopted" if about.is_published else "Draft",
    }
    now = ("title", "lastChangeDateTime", "language", "version", "adoptionStatus")
    return ours | dict(known) | {key: ours[key] for key in now}


def _rubric(
    content: RubricContent, language: str, about: About, known: Mapping[str, Any]
) -> dict[str, Any]:
    identifier = str(known.get("identifier") or about.rubric_uuid)
    return {
        **_head(known, identifier),
        "title": content.texts["title"].get(language, ""),
        **_text("description", content.texts.get("purpose", {}), language),
        "lastChangeDateTime": _moment(about),
        "CFRubricCriteria": [
            _criterion(content, criterion, i, language, about, identifier)
            for i, criterion in enumerate(content.criteria, start=1)
        ],
    }


def _criterion(
    content: RubricContent,
    criterion: CriterionContent,
    position: int,
    language: str,
    about: About,
    rubric: str,
) -> dict[str, Any]:
    known = _foreign(criterion.source)
    uuid = criterion.uuid or uuid5(about.rubric_uuid, criterion.key)
    identifier = str(known.get("identifier") or uuid)
    return {
        **_head(known, identifier),
        "category": criterion.name.get(language, ""),
        **_text("description", criterion.question, language),
        "weight": _kind_kept(known.get("weight"), Decimal(criterion.weight)),
        "position": position,
        "rubricId": known.get("rubricId") or rubric,
        "lastChangeDateTime": _moment(about),
        "CFRubricCriterionLevels": [
            _level(content, criterion, value, language, about, (uuid, identifier))
            for value in sorted(criterion.levels)
        ],
    }


def _level(
    content: RubricContent,
    criterion: CriterionContent,
    value: int,
    language: str,
    about: About,
    parent: tuple[UUID, str],
) -> dict[str, Any]:
    known = _foreign(criterion.level_sources.get(value, {}))
    identifier = str(known.get("identifier") or uuid5(parent[0], str(value)))
    labels = {step.value: step.label for step in content.scale}
    points = criterion.points.get(value, Decimal(value))
    return {
        **_head(known, identifier),
        **_text("quality", labels.get(value, {}), language),
        **_text("description", criterion.levels[value], language),
        "score": _kind_kept(known.get("score"), points),
        "position": value,
        "rubricCriterionId": known.get("rubricCriterionId") or parent[1],
        "lastChangeDateTime": _moment(about),
    }


def _head(known: Mapping[str, Any], identifier: str) -> dict[str, Any]:
    own = {"identifier": identifier, "uri": _urn(identifier)}
    texts = ("title", "category", "description", "quality")
    return own | {key: value for key, value in known.items() if key not in texts}


def _foreign(source: Mapping[str, Any]) -> Mapping[str, Any]:
    return _part(source, "case")


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A file of our own format may hold anything there."""
    part = values.get(name)
    return part if isinstance(part, dict) else {}


def _kind_kept(known: Any, value: Decimal) -> int | float:
    """3.0 stays 3.0 as long as it means the same."""
    is_number = isinstance(known, int | float) and not isinstance(known, bool)
    if is_number and Decimal(str(known)) == value:
        return known
    return number(value)


def _text(name: str, texts: Mapping[str, str], language: str) -> dict[str, str]:
    text = texts.get(language, "")
    return {name: text} if text else {}


def _moment(about: About) -> str:
    return about.changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _urn(identifier: str) -> str:
    return f"urn:uuid:{identifier}"
