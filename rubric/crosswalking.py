"""How the criteria of one version continue in the next, level by level (pure)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from rubric.content import CriterionContent, Fault, RubricContent
from rubric.diffing import same_wording
from rubric.enums import CrosswalkKind

LONGEST_NOTE = 300


@dataclass(frozen=True, kw_only=True)
class Link:
    """One criterion of the old version and the one of the new that continues it.

    `level_map` says which value of the target continues a value of the source; one
    that is absent, or None, has nothing that continues it.
    """

    source: UUID | None
    target: UUID | None
    kind: CrosswalkKind
    level_map: Mapping[int, int | None] = field(default_factory=dict)
    note: str = ""


def propose(old: RubricContent | None, new: RubricContent) -> tuple[Link, ...]:
    """What the uuids say: kept, reworded, new or retired. Only a person knows what was
    split or merged. A first version continues nothing, so it has no links."""
    if old is None:
        return ()
    before, after = _by_uuid(old), _by_uuid(new)
    continued = [
        _continued(before[uuid], criterion)
        if uuid in before
        else Link(source=None, target=uuid, kind=CrosswalkKind.NEW)
        for uuid, criterion in after.items()
    ]
    retired = [
        Link(source=uuid, target=None, kind=CrosswalkKind.RETIRED)
        for uuid in before
        if uuid not in after
    ]
    return (*continued, *retired)


def default_map(old: CriterionContent, new: CriterionContent) -> dict[int, int]:
    """Each level continues as the one of the same value, where there is one."""
    return {value: value for value in sorted(old.levels) if value in new.levels}


def faults_of(
    links: Sequence[Link], old: RubricContent | None, new: RubricContent
) -> list[Fault]:
    """Everything that is wrong with the links; `links[0]` is the first."""
    before, after = _by_uuid(old) if old else {}, _by_uuid(new)
    checked = _Checked(links, before, after)
    return [*checked.ends(), *checked.kinds(), *checked.maps(), *checked.coverage()]


def _by_uuid(content: RubricContent) -> dict[UUID, CriterionContent]:
    return {c.uuid: c for c in content.criteria if c.uuid is not None}


def _continued(old: CriterionContent, new: CriterionContent) -> Link:
    same = same_wording(old, new)
    return Link(
        source=old.uuid,
        target=new.uuid,
        kind=CrosswalkKind.KEPT if same else CrosswalkKind.REWORDED,
        level_map=default_map(old, new),
    )


@dataclass(frozen=True)
class _Checked:
    links: Sequence[Link]
    before: Mapping[UUID, CriterionContent]
    after: Mapping[UUID, CriterionContent]

    def ends(self) -> Iterator[Fault]:
        """Each link has the ends that its kind needs, and they exist."""
        seen: set[tuple[UUID | None, UUID | None]] = set()
        for path, link in self._numbered():
            if link.source is not None and link.source not in self.before:
                yield Fault(path, _("The version before has no such criterion."))
            if link.target is not None and link.target not in self.after:
                yield Fault(path, _("This version has no such criterion."))
            if message := _wrong_ends(link):
                yield Fault(path, message)
            if (link.source, link.target) in seen:
                yield Fault(path, _("The same two criteria are linked twice."))
            seen.add((link.source, link.target))
            if len(link.note) > LONGEST_NOTE:
                yield Fault(path, _("A note has at most %d characters.") % LONGEST_NOTE)

    def kinds(self) -> Iterator[Fault]:
        """The kind says how many criteria there are on each side."""
        out = Counter(link.source for link in self.links)
        into = Counter(link.target for link in self.links)
        for path, link in self._numbered():
            if link.source is None or link.target is None:
                times = max(
                    out[link.source] if link.source else 0,
                    into[link.target] if link.target else 0,
                )
                if times > 1:
                    yield Fault(path, _never_both(link))
                continue
            splits, merges = out[link.source] > 1, into[link.target] > 1
            if message := _wrong_kind(link.kind, splits, merges):
                yield Fault(path, message)
            elif link.kind == CrosswalkKind.KEPT and not self._same(link):
                yield Fault(path, _("The wording has changed: choose “Reworded”."))

    def maps(self) -> Iterator[Fault]:
        """Levels exist on both sides, and a higher one never continues lower."""
        for path, link in self._numbered():
            if link.source is None or link.target is None:
                if link.level_map:
                    yield Fault(path, _("There are no levels to link."))
                continue
            sources = _values(self.before.get(link.source))
            targets = _values(self.after.get(link.target))
            for value, to in sorted(link.level_map.items()):
                if value not in sources or (to is not None and to not in targets):
                    yield Fault(
                        f"{path}.levels.{value}", _("There is no such level to link.")
                    )
            kept = [to for _value, to in sorted(link.level_map.items()) if to]
            if kept != sorted(kept):
                yield Fault(path, _("A higher level can't continue as a lower one."))

    def coverage(self) -> Iterator[Fault]:
        """No criterion of either version is left out."""
        sources = {link.source for link in self.links}
        targets = {link.target for link in self.links}
        for uuid, criterion in self.before.items():
            if uuid not in sources:
                yield Fault(
                    f"old.{criterion.key}",
                    _("Say what becomes of this criterion of the version before."),
                )
        # Nothing is before a first version, so nothing needs to be said of it.
        for uuid, criterion in self.after.items() if self.before else ():
            if uuid not in targets:
                yield Fault(
                    f"new.{criterion.key}", _("Say where this criterion comes from.")
                )

    def _same(self, link: Link) -> bool:
        old = self.before.get(link.source) if link.source else None
        new = self.after.get(link.target) if link.target else None
        return old is None or new is None or same_wording(old, new)

    def _numbered(self) -> Iterator[tuple[str, Link]]:
        for i, link in enumerate(self.links):
            yield f"links[{i}]", link


def _values(criterion: CriterionContent | None) -> set[int]:
    return set(criterion.levels) if criterion else set()


def _wrong_ends(link: Link) -> str:
    match link.kind:
        case CrosswalkKind.NEW if link.source is not None or link.target is None:
            return _("A new criterion continues none of the version before.")
        case CrosswalkKind.RETIRED if link.target is not None or link.source is None:
            return _("A retired criterion has none that continues it.")
        case CrosswalkKind.NEW | CrosswalkKind.RETIRED:
            return ""
    if link.source is None or link.target is None:
        return _("Choose a criterion of both versions.")
    return ""


def _never_both(link: Link) -> str:
    if link.source is None:
        return _("The criterion can't be new and continue another one too.")
    return _("The criterion can't be retired and continue as another one too.")


def _wrong_kind(kind: CrosswalkKind, splits: bool, merges: bool) -> str:
    if splits and merges and kind in (CrosswalkKind.SPLIT, CrosswalkKind.MERGED):
        return ""
    if kind == CrosswalkKind.SPLIT and not splits:
        return _("A split criterion continues as at least two.")
    if kind == CrosswalkKind.MERGED and not merges:
        return _("A merged criterion continues at least two.")
    if splits and kind != CrosswalkKind.SPLIT:
        return _("One criterion continues as several: choose “Split”.")
    if merges and kind != CrosswalkKind.MERGED:
        return _("Several criteria continue as one: choose “Merged”.")
    return ""
