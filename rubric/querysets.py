"""Questions about versions, assessments and results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from rubric.enums import (
    FROZEN_STATES,
    OPEN_STATES,
    AssessmentState,
    RatedBy,
    VersionState,
    not_asked_of,
)
from valmentamo.guarding import FrozenQuerySet

#: Samples whose levels are not told to learners.
PRACTICE_USES = ("calibration", "boundary_case")

if TYPE_CHECKING:
    from rubric.models import (  # noqa: F401
        Assessment,
        CalibrationAttempt,
        Criterion,
        Exemplar,
        Result,
        Rubric,
        RubricVersion,
    )


class RubricVersionQuerySet(FrozenQuerySet["RubricVersion"]):
    def open(self) -> Self:
        """Drafts and versions in review: what may still change."""
        return self.filter(state__in=OPEN_STATES)

    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def ever_published(self) -> Self:
        return self.filter(state__in=FROZEN_STATES)

    def current(self) -> Self:
        """The newest published version of each rubric."""
        newest = (
            self.model._default_manager.filter(
                rubric=OuterRef("rubric"), state=VersionState.PUBLISHED
            )
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

    def for_slug(self, slug: str) -> Self:
        return self.filter(rubric__slug=slug)

    def with_structure(self) -> Self:
        """Criteria, levels and labels in a fixed number of queries."""
        return self.select_related("rubric").prefetch_related(
            "criteria__levels", "scale"
        )


class CriterionQuerySet(FrozenQuerySet["Criterion"]):
    def for_kind(self, kind: str) -> Self:
        """The criteria that an assessment of this kind may be asked."""
        return self.exclude(rated_by=not_asked_of(kind))

    def scored(self) -> Self:
        """The criteria that a result of the whole description counts."""
        return self.exclude(rated_by=RatedBy.AUTHOR)


class AssessmentQuerySet(FrozenQuerySet["Assessment"]):
    def drafts(self) -> Self:
        return self.filter(state=AssessmentState.DRAFT)

    def submitted(self) -> Self:
        """The ones that count: superseded ones are left out."""
        return self.filter(state=AssessmentState.SUBMITTED)

    def closed(self) -> Self:
        return self.exclude(state=AssessmentState.DRAFT)

    def for_subject(self, subject: str) -> Self:
        """Assessments of one piece of work, as the host names it."""
        return self.filter(subject=subject)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def visible_to(self, user: Any) -> Self:
        """A person's own; who else may read is for the app above to say."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(assessor=user)

    def with_ratings(self) -> Self:
        """Criteria, ratings, levels, labels and comments in a fixed number of
        queries."""
        return self.prefetch_related(
            "version",
            "asked__criterion__levels",
            "asked__criterion__version__scale",
            "asked__comments",
            "ratings__level",
            "ratings__criterion__levels",
            "ratings__criterion__version__scale",
            "ratings__comments",
        )


class CalibrationAttemptQuerySet(FrozenQuerySet["CalibrationAttempt"]):
    def for_assessor(self, user: Any) -> Self:
        return self.filter(assessor=user) if user.is_authenticated else self.none()

    def for_rubric(self, rubric: Rubric) -> Self:
        return self.filter(exemplar__version__rubric=rubric)


class ResultQuerySet(FrozenQuerySet["Result"]):
    def sealed(self) -> Self:
        return self.filter(is_sealed=True)

    def standing(self) -> Self:
        """Sealed results that no later one supersedes."""
        return self.sealed().filter(superseded_by__isnull=True)

    def with_lines(self) -> Self:
        return self.select_related("version").prefetch_related(
            "lines__criterion__levels",
            "lines__criterion__version__scale",
            "lines__rating__level",
            "lines__rating__comments",
        )


class ExemplarQuerySet(models.QuerySet["Exemplar"]):
    def for_use(self, use: str) -> Self:
        return self.filter(use=use)

    def for_version(self, version: RubricVersion) -> Self:
        return self.filter(version=version)

    def for_practice(self) -> Self:
        """Rated by an expert in a published version, not shown as an example, and
        nothing to be checked."""
        return self.filter(
            needs_checking=False,
            use__in=PRACTICE_USES,
            ratings__isnull=False,
            version__state__in=FROZEN_STATES,
        ).distinct()

    def newest(self) -> Self:
        """Of each rubric those of the newest version that has any."""
        newest = (
            self.filter(version__rubric=OuterRef("version__rubric"))
            .order_by("-version__number")
            .values("version__number")[:1]
        )
        return self.filter(version__number=Subquery(newest))

    def with_ratings(self) -> Self:
        return self.prefetch_related("ratings__criterion", "ratings__level")
