"""The team's description as one text to read, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from courses.answers import count_words
from courses.assembly import assemble
from courses.enums import ExerciseType, Stage, SubmissionState
from courses.models import (
    DescriptionField,
    Exercise,
    ExerciseFeed,
    Submission,
    Team,
)
from courses.services.asking import pieces_of
from courses.services.certificate_facts import NAME_FIELD
from courses.titles import exercise_titles, exercise_urls


@dataclass(frozen=True, slots=True)
class Source:
    """An exercise that fills a field."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FieldView:
    field: DescriptionField
    text: str
    language: str
    sources: list[Source]

    @property
    def label(self) -> str:
        return str(self.field.label)

    @property
    def is_title(self) -> bool:
        """The name stands as the heading of the page."""
        return self.field.key == NAME_FIELD and bool(self.text)

    @property
    def used(self) -> int:
        return len(self.text) if self.field.max_chars else count_words(self.text)

    @property
    def is_over(self) -> bool:
        limit = self.field.max_chars or self.field.max_words
        return bool(limit and self.used > limit)


class DescriptionScreen:
    def __init__(self, team: Team, request: HttpRequest) -> None:
        self.team, self.request = team, request
        self.course = team.cohort.course

    @cached_property
    def portfolio(self) -> Submission | None:
        rows = Submission.objects.for_team(self.team).with_exercise()
        return rows.filter(exercise__type=ExerciseType.PORTFOLIO).first()

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, str]]:
        """(text, language) by field: the portfolio's draft, else the accepted answers."""
        if self.portfolio:
            rows = self.portfolio.draft_fields.all()
            return {row.key: (row.text, row.language) for row in rows}
        accepted = Submission.objects.for_team(self.team).accepted()
        versions = [
            s.accepted_version for s in accepted.select_related("accepted_version")
        ]
        found = assemble(pieces_of(v for v in versions if v))
        return {key: (row.text, row.language) for key, row in found.items()}

    @cached_property
    def fields(self) -> list[FieldView]:
        rows = DescriptionField.objects.filter(
            template=self.course.description_template_id
        )
        found = []
        for row in rows:
            text, language = self.texts.get(row.key, ("", self.team.language))
            sources = self.sources.get(row.pk, [])
            found.append(FieldView(row, text.strip(), language, sources))
        return found

    @cached_property
    def sources(self) -> dict[int, list[Source]]:
        """The exercises behind each field, with their titles and addresses."""
        language = get_language() or ""
        titles = exercise_titles(self.course, language)
        urls = exercise_urls(self.course, language, self.request)
        feeds = ExerciseFeed.objects.filter(exercise__course=self.course).exclude(
            exercise__type=ExerciseType.PORTFOLIO
        )
        found: dict[int, list[Source]] = {}
        for feed in feeds.order_by("exercise__sort_order", "exercise_id"):
            title = titles.get(feed.exercise_id, "")
            source = Source(title, urls.get(feed.exercise_id, ""))
            found.setdefault(feed.field_id, []).append(source)
        return found

    @cached_property
    def portfolio_url(self) -> str:
        exercise = Exercise.objects.filter(
            course=self.course, type=ExerciseType.PORTFOLIO
        ).first()
        if exercise is None:
            return ""
        urls = exercise_urls(self.course, get_language() or "", self.request)
        return urls.get(exercise.pk, "")

    @property
    def name(self) -> str:
        """What the innovation is called, else what the team is called."""
        named = next((f.text for f in self.fields if f.field.key == NAME_FIELD), "")
        return named or self.team.name

    @property
    def filled(self) -> int:
        return sum(bool(field.text) for field in self.fields)

    @property
    def ladder(self) -> list[str]:
        left = len(self.fields) - self.filled
        marks = ["on"] * self.filled + ["next"] * min(left, 1)
        return marks + [""] * max(0, left - 1)

    @property
    def stages(self) -> list[tuple[Any, bool]]:
        return [(stage.label, stage == self.team.stage) for stage in Stage]

    @property
    def state(self) -> str:
        return self.portfolio.state if self.portfolio else SubmissionState.DRAFT
