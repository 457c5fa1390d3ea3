"""What the pages of practice show: samples, their texts, and line by line how one's
levels compare with the expert's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from rubric.calibrating import (
    Counts,
    Shortfall,
    Standing,
    count,
    counting,
    shortfalls,
    standing,
)
from rubric.conf import app_settings
from rubric.models import (
    CalibrationAttempt,
    Criterion,
    Exemplar,
    Level,
    Rubric,
    RubricVersion,
)
from rubric.presenting import share_version
from rubric.services.calibrating import counts_of, fact_of, judgements, rules_of
from rubric.signals import part_names_asked


@dataclass(frozen=True)
class Part:
    """One text of a sample under the name that the host gives it."""

    name: str
    text: str


@dataclass(frozen=True)
class Sample:
    exemplar: Exemplar
    title: str
    attempts: Sequence[CalibrationAttempt]

    @property
    def last(self) -> CalibrationAttempt | None:
        return self.attempts[0] if self.attempts else None

    @property
    def counts_from(self) -> datetime | None:
        """When it counts again, for who has seen the expert's levels of it."""
        return (
            self.last.completed_at + app_settings.practice_pause if self.last else None
        )

    @property
    def is_paused(self) -> bool:
        return self.counts_from is not None and timezone.now() < self.counts_from


@dataclass(frozen=True)
class Room:
    """A rubric to practise on."""

    version: RubricVersion
    samples: Sequence[Sample]
    standing: Standing


@dataclass(frozen=True)
class Line:
    criterion: Criterion
    mine: Level | None
    expert: Level | None
    comment: str
    rationale: str

    @property
    def my_value(self) -> int | None:
        return self.mine.value if self.mine else None

    @property
    def expert_value(self) -> int | None:
        return self.expert.value if self.expert else None

    @property
    def difference(self) -> int | None:
        """None where one of the two gave no level."""
        if self.mine is None or self.expert is None:
            return None
        return self.mine.value - self.expert.value

    @property
    def is_same(self) -> bool:
        return self.mine == self.expert

    @property
    def distance(self) -> int:
        return abs(self.difference or 0)

    @property
    def is_far(self) -> bool:
        return not self.is_same and (self.difference is None or self.distance > 1)


@dataclass(frozen=True)
class Comparison:
    attempt: CalibrationAttempt
    sample: Sample
    lines: Sequence[Line]
    counts: Counts
    missing: frozenset[Shortfall]
    #: The expert's levels have been changed since.
    is_outdated: bool
    #: Whether it counts: the levels weren't seen shortly before.
    counts_for_standing: bool

    @property
    def rubric(self) -> Rubric:
        return self.sample.exemplar.version.rubric

    @property
    def mean_difference(self) -> Fraction | None:
        mean = self.counts.mean_difference
        return None if mean is None else abs(mean)


def rooms_for(user: Any, at: datetime) -> list[Room]:
    """The samples of every rubric, with one's own attempts, in two queries."""
    exemplars = list(
        Exemplar.objects.for_practice().newest().select_related("version__rubric")
    )
    own = CalibrationAttempt.objects.for_assessor(user).select_related(
        "assessment", "exemplar__version"
    )
    attempts = list(own.order_by("-completed_at", "-pk"))
    versions = {row.version_id: row.version for row in exemplars}
    return [
        Room(
            version=version,
            samples=_unseen_first(
                _sample(row, attempts) for row in exemplars if row.version_id == key
            ),
            standing=_standing(version.rubric_id, attempts, at),
        )
        for key, version in versions.items()
    ]


def _unseen_first(samples: Iterable[Sample]) -> list[Sample]:
    return sorted(samples, key=lambda sample: bool(sample.attempts))


def sample_for(user: Any, exemplar: Exemplar) -> Sample:
    own = CalibrationAttempt.objects.for_assessor(user).filter(
        exemplar__slug=exemplar.slug
    )
    own = own.for_rubric(exemplar.version.rubric)
    rows = own.select_related("assessment", "exemplar__version").order_by(
        "-completed_at", "-pk"
    )
    return _sample(exemplar, list(rows))


def title_of(exemplar: Exemplar) -> str:
    return str(exemplar.title or exemplar.fields.get("name") or exemplar.slug)


def parts_of(exemplar: Exemplar) -> list[Part]:
    names = part_names(exemplar.fields)
    return [Part(names[key], text) for key, text in exemplar.fields.items()]


def part_names(keys: Iterable[str]) -> Mapping[str, str]:
    """What the hosts call the parts of a work; the key itself where nobody knows it."""
    keys = list(keys)
    names = {key: key.replace("_", " ").capitalize() for key in keys}
    answers = part_names_asked.send(
        sender=Exemplar, keys=keys, language=get_language() or ""
    )
    for _receiver, answer in answers:
        found: Mapping[str, Any] = answer or {}  # type: ignore[assignment]
        names.update({key: str(found[key]) for key in keys if found.get(key)})
    return names


def asked_criteria(exemplar: Exemplar) -> list[Criterion]:
    """With their levels; all use one version, whose labels are asked once."""
    rated = exemplar.ratings.values("criterion")
    criteria = list(
        exemplar.version.criteria.filter(pk__in=rated).prefetch_related("levels")
    )
    share_version(criteria, exemplar.version)
    return criteria


def comparison_of(attempt: CalibrationAttempt) -> Comparison:
    exemplar, assessment = attempt.exemplar, attempt.assessment
    counts = counts_of(attempt)
    now = count(judgements(assessment), judgements(exemplar))
    sample = sample_for(attempt.assessor, exemplar)
    missing = shortfalls(counts, rules_of(exemplar.version.rubric))
    return Comparison(
        attempt=attempt,
        sample=sample,
        lines=list(_lines(attempt)),
        counts=counts,
        missing=frozenset() if attempt.passed else frozenset(missing),
        is_outdated=now != counts,
        counts_for_standing=_counts(attempt, sample),
    )


def _counts(attempt: CalibrationAttempt, sample: Sample) -> bool:
    facts = [fact_of(row) for row in sample.attempts]
    return fact_of(attempt) in counting(facts, app_settings.practice_pause)


def _lines(attempt: CalibrationAttempt) -> Iterable[Line]:
    ratings = attempt.assessment.ratings.select_related("level")
    mine = {row.criterion_id: row for row in ratings.prefetch_related("comments")}
    experts = attempt.exemplar.ratings.select_related("level")
    expert = {row.criterion_id: row for row in experts}
    for criterion in asked_criteria(attempt.exemplar):
        if criterion.pk not in mine:
            continue
        own, other = mine[criterion.pk], expert[criterion.pk]
        yield Line(
            criterion=criterion,
            mine=own.level,
            expert=other.level,
            comment="\n".join(row.text for row in own.comments.all()),
            rationale=other.rationale,
        )


def _sample(exemplar: Exemplar, attempts: Iterable[CalibrationAttempt]) -> Sample:
    return Sample(
        exemplar=exemplar,
        title=title_of(exemplar),
        attempts=[row for row in attempts if _is_same(row.exemplar, exemplar)],
    )


def _is_same(one: Exemplar, other: Exemplar) -> bool:
    """In whichever version of the rubric."""
    same_rubric = one.version.rubric_id == other.version.rubric_id
    return same_rubric and one.slug == other.slug


def _standing(
    rubric: int, attempts: Iterable[CalibrationAttempt], at: datetime
) -> Standing:
    own = [row for row in attempts if row.exemplar.version.rubric_id == rubric]
    facts = [fact_of(row) for row in own]
    return standing(facts, at, app_settings.practice_pause)
