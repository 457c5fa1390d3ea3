"""What happened to a version, and how its criteria continue those before it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from rubric.enums import FROZEN_STATES, CrosswalkKind, VersionEventKind
from rubric.models.structure import Criterion
from rubric.models.version import RubricVersion
from valmentamo.guarding import FrozenModel, FrozenQuerySet


class VersionEvent(FrozenModel):
    """Append-only: who did what to a version, and when. A draft that is thrown away
    takes its events along."""

    frozen_q = Q(version__state__in=FROZEN_STATES)

    version = models.ForeignKey(
        RubricVersion, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("event"), max_length=10, choices=VersionEventKind.choices)
    at = models.DateTimeField(_("time"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("person"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a version")
        verbose_name_plural = _("events of versions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.get_kind_display()}"


class Crosswalk(FrozenModel):
    """How one criterion continues in the next version; frozen with that version.

    A new criterion has no source, a retired one no target. `level_map` says which
    value of the target continues each value of the source: {"1": 1, "2": 2}. A value
    that is absent, or null, has nothing that continues it.
    """

    frozen_q = Q(version__state__in=FROZEN_STATES)

    version = models.ForeignKey(
        RubricVersion, on_delete=models.CASCADE, related_name="crosswalk"
    )
    source = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    target = models.ForeignKey(
        Criterion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CrosswalkKind.choices)
    level_map = models.JSONField(_("levels"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between versions")
        verbose_name_plural = _("links between versions")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["version", "source", "target"], name="rubric_crosswalk_pair"
            ),
            CheckConstraint(
                condition=~Q(source=F("target")), name="rubric_crosswalk_not_itself"
            ),
            CheckConstraint(
                condition=Q(
                    kind=CrosswalkKind.NEW, source__isnull=True, target__isnull=False
                )
                | Q(
                    kind=CrosswalkKind.RETIRED,
                    source__isnull=False,
                    target__isnull=True,
                )
                | (
                    ~Q(kind__in=[CrosswalkKind.NEW, CrosswalkKind.RETIRED])
                    & Q(source__isnull=False, target__isnull=False)
                ),
                name="rubric_crosswalk_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id or '–'} → {self.target_id or '–'}"

    def in_frozen_parent(self) -> bool:
        return self.version.was_published
