"""Which criterion of the last version each criterion of a file is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID, uuid4

from rubric.content import CriterionContent, RubricContent


class Identified(Protocol):
    @property
    def uuid(self) -> UUID | None: ...
    @property
    def source(self) -> Mapping[str, Any]: ...


def pair[T](
    rows: Sequence[T],
    known: Sequence[CriterionContent],
    signs: Sequence[Callable[[T, CriterionContent], bool]],
) -> list[CriterionContent | None]:
    """The known criterion of each row by the surest sign; nobody is taken twice."""
    found: list[CriterionContent | None] = [None] * len(rows)
    left = list(known)
    for same in signs:
        for i, row in enumerate(rows):
            if found[i] is None:
                match = next((c for c in left if same(row, c)), None)
                if match is not None:
                    found[i] = match
                    left.remove(match)
    return found


def same_uuid(row: Identified, criterion: CriterionContent) -> bool:
    return row.uuid is not None and row.uuid == criterion.uuid


def same_source(row: Identified, criterion: CriterionContent) -> bool:
    mine = _identifier(row.source)
    return mine is not None and mine == _identifier(criterion.source)


def same_key(row: CriterionContent, criterion: CriterionContent) -> bool:
    return row.key == criterion.key


def identified(
    content: RubricContent,
    base: RubricContent | None,
    taken: Collection[UUID] = frozenset(),
) -> RubricContent:
    """Every criterion with the uuid of the one it continues, or with one of its own.

    `taken` are uuids of other rubrics: a criterion never crosses from one rubric to
    another, so who brings one along gets a new one. What another system said of it
    stays, where the file says nothing of that.
    """
    known = base.criteria if base else ()
    found = pair(content.criteria, known, (same_uuid, same_source, same_key))
    criteria = []
    used = {match.uuid for match in found if match and match.uuid} | set(taken)
    for row, match in zip(content.criteria, found, strict=True):
        uuid = match.uuid if match else None
        if uuid is None:
            uuid = row.uuid if row.uuid and row.uuid not in used else uuid4()
            used.add(uuid)
        criteria.append(
            replace(
                row,
                uuid=uuid,
                source=row.source or (match.source if match else {}),
                level_sources=row.level_sources
                or _for_levels(match.level_sources if match else {}, row),
            )
        )
    source = content.source or (base.source if base else {})
    return replace(content, criteria=tuple(criteria), source=source)


def _for_levels(
    sources: Mapping[int, Mapping[str, Any]], row: CriterionContent
) -> dict[int, Mapping[str, Any]]:
    return {value: source for value, source in sources.items() if value in row.levels}


def _identifier(source: Mapping[str, Any]) -> Any:
    case = source.get("case")
    return case.get("identifier") if isinstance(case, dict) else None
