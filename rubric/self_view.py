"""What a self-rating shows: each criterion with what lifts it, and what the rules say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language, gettext

from rubric.enums import RatedBy, RuleSetName
from rubric.interchange.self_rating import OwnRating, SelfRating
from rubric.models import Criterion, RubricVersion
from rubric.presenting import Column, Profile, profile_of
from rubric.scoring import Scored
from rubric.services.ruling import scorer_of


@dataclass(frozen=True)
class OwnLine:
    criterion: Criterion
    level: int
    note: str


@dataclass(frozen=True)
class SelfView:
    """A version fetched `with_structure()` and what one person chose by it."""

    version: RubricVersion
    levels: Mapping[str, int]
    notes: Mapping[str, str]
    title: str
    at: datetime

    @cached_property
    def lines(self) -> list[OwnLine]:
        return [
            OwnLine(c, self.levels[c.key], self.notes.get(c.key, ""))
            for c in self_criteria(self.version)
        ]

    @cached_property
    def profile(self) -> Profile:
        criteria = [line.criterion for line in self.lines]
        columns = [Column(gettext("Own rating"), self.levels)]
        return profile_of(version=self.version, criteria=criteria, columns=columns)

    @cached_property
    def scored(self) -> Scored | None:
        """What the rule for a whole description would say; None where assessors rate
        more than the author does, so that it can't be told."""
        criteria = [
            c for c in self.version.criteria.all() if c.rated_by != RatedBy.AUTHOR
        ]
        if not criteria or any(c.key not in self.levels for c in criteria):
            return None
        scorer = scorer_of(self.version, criteria, RuleSetName.WHOLE)
        return scorer.score({c.key: self.levels[c.key] for c in criteria})

    @property
    def below_minimum(self) -> list[Criterion]:
        low = self.scored.below_minimum if self.scored else ()
        return [line.criterion for line in self.lines if line.criterion.key in low]

    @property
    def as_file(self) -> SelfRating:
        return SelfRating(
            rubric=self.version.rubric.slug,
            version=self.version.uuid,
            label=self.version.label,
            content_hash=self.version.content_hash,
            language=get_language() or "",
            made_at=self.at,
            title=self.title,
            ratings=tuple(
                OwnRating(x.criterion.uuid, x.criterion.key, x.level, x.note)
                for x in self.lines
            ),
        )


def self_criteria(version: RubricVersion) -> Sequence[Criterion]:
    """As `for_kind("self")`, from criteria that are fetched already."""
    asked = [c for c in version.criteria.all() if c.rated_by != RatedBy.ASSESSOR]
    for criterion in asked:
        criterion.version = version
    return asked
