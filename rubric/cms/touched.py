"""Whom a new version touches, as the page that publishes it tells."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from rubric.cms.changes import in_words
from rubric.content import RubricContent
from rubric.diffing import identity
from rubric.impact import Impact, Usage, UsageKind, ask
from rubric.models import Result, RubricVersion


@dataclass(frozen=True)
class Gone:
    """A criterion that goes away, and the exercises that use it."""

    name: str
    usages: list[Usage]


def touched(
    version: RubricVersion, old: RubricContent | None, new: RubricContent
) -> dict[str, Any]:
    """`old` is what the version before it says."""
    found = ask(version)
    kinds = (UsageKind.DRAFT, UsageKind.REVIEW, UsageKind.CERTIFICATE)
    own = list(_results(version))
    groups = [(kind, found.of_kind(kind), found.count(kind)) for kind in kinds]
    groups.insert(2, (UsageKind.RESULT, own, sum(usage.count for usage in own)))
    return {
        "gone": _gone(found, old, new),
        "exercises": found.count(UsageKind.EXERCISE),
        "groups": [group for group in groups if group[1]],
        "silent": found.silent,
    }


def _gone(found: Impact, old: RubricContent | None, new: RubricContent) -> list[Gone]:
    """Criteria that exercises use and that the new version does not have."""
    stays = {identity(criterion) for criterion in new.criteria}
    names = {c.uuid: in_words(c.name) or c.key for c in (old.criteria if old else ())}
    used: dict[Any, list[Usage]] = {}
    for usage in found.of_kind(UsageKind.EXERCISE):
        if usage.criterion_uuid and usage.criterion_uuid not in stays:
            used.setdefault(usage.criterion_uuid, []).append(usage)
    return [Gone(names.get(uuid, str(uuid)), usages) for uuid, usages in used.items()]


def _results(version: RubricVersion) -> list[Usage]:
    """The rubric knows its own results; nobody else need tell of them."""
    rows = Result.objects.standing().filter(version__rubric=version.rubric_id)
    counts = rows.order_by("version__number").values_list("version__label")
    return [
        Usage(UsageKind.RESULT, _("Version %(label)s") % {"label": label}, count)
        for label, count in counts.annotate(Count("pk"))
    ]
