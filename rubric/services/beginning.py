"""Begins a rubric: an empty one, or with the content of a version of another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from rubric.content import (
    VERSION_TEXTS,
    RubricContent,
    ScaleContent,
)
from rubric.drafts import first_rules
from rubric.enums import VersionEventKind
from rubric.exceptions import RubricExists
from rubric.labels import FIRST_LABEL
from rubric.models import Rubric, RubricVersion
from rubric.services.drafting import content_of, write_draft
from rubric.services.history import record


@transaction.atomic
def begin_rubric(
    *,
    slug: str,
    title: Mapping[str, str],
    languages: Sequence[str],
    levels: int,
    by: Any = None,
    at: datetime | None = None,
) -> RubricVersion:
    """A first draft with a scale and no criteria. Refuses with `RubricExists`."""
    texts: dict[str, Mapping[str, str]] = {name: {} for name in VERSION_TEXTS}
    content = RubricContent(
        label=FIRST_LABEL,
        languages=tuple(languages),
        texts=texts | {"title": title},
        rules=first_rules(levels),
        scale=tuple(
            ScaleContent(value=value, key=f"level-{value}", label={})
            for value in range(1, levels + 1)
        ),
        criteria=(),
    )
    return _begin(slug, content, by, at)


@transaction.atomic
def copy_version(
    *, version: RubricVersion, slug: str, by: Any = None, at: datetime | None = None
) -> RubricVersion:
    """A draft of another rubric with the content of this version. Its criteria are new
    ones, so nothing is compared over the two. Refuses with `RubricExists`."""
    source = RubricVersion.objects.with_structure().get(pk=version.pk)
    content = content_of(source)
    criteria = tuple(replace(criterion, uuid=None) for criterion in content.criteria)
    return _begin(slug, replace(content, label=FIRST_LABEL, criteria=criteria), by, at)


def _begin(
    slug: str, content: RubricContent, by: Any, at: datetime | None
) -> RubricVersion:
    rubric = Rubric(slug=slug)
    rubric.clean_fields()
    try:
        with transaction.atomic():
            rubric.save()
    except IntegrityError as error:
        raise RubricExists(slug) from error
    at = at or timezone.now()
    version = write_draft(rubric=rubric, content=content, by=by, at=at)
    if not version.events.filter(kind=VersionEventKind.STARTED).exists():
        record(version, VersionEventKind.STARTED, by=by, at=at)
    return version
