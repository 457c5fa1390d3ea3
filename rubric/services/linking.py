"""Writes how the criteria of a version continue those of the version before."""

from collections.abc import Sequence

from rubric.content import RubricContent
from rubric.crosswalking import Link, faults_of, propose
from rubric.exceptions import FaultyCrosswalk
from rubric.models import Crosswalk, RubricVersion
from rubric.services.drafting import content_of
from valmentamo.texts import clean_line


def predecessor_of(version: RubricVersion) -> RubricVersion | None:
    """The newest version before it that was ever published, with its structure."""
    earlier = version.rubric.versions.ever_published().with_structure()
    return earlier.filter(number__lt=version.number).order_by("-number").first()


def write_links(
    version: RubricVersion, content: RubricContent, links: Sequence[Link] | None
) -> None:
    """Write the links, or what the uuids say when there are none; the version is still
    open. Refuses with `FaultyCrosswalk`."""
    before = predecessor_of(version)
    old = content_of(before) if before else None
    if links is None:
        links = propose(old, content)
    if faults := faults_of(links, old, content):
        raise FaultyCrosswalk(faults)
    sources = {c.uuid: c for c in before.criteria.all()} if before else {}
    targets = {c.uuid: c for c in version.criteria.all()}
    version.crosswalk.all().delete()
    Crosswalk.objects.bulk_create(
        Crosswalk(
            version=version,
            source=sources[link.source] if link.source else None,
            target=targets[link.target] if link.target else None,
            kind=link.kind,
            level_map={str(value): to for value, to in link.level_map.items()},
            note=clean_line(link.note),
        )
        for link in links
    )
