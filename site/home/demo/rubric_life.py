"""The rubric between versions: a second reader, a practice, and a draft being written."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from rubric.content import CriterionContent
from rubric.enums import AssessmentKind
from rubric.models import Assessment, Exemplar, RubricVersion
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.calibrating import finish_practice, start_practice
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import start_draft

from .content import samples
from .teams import days_ago

PRACTISED = "s3-sprakbanken"
#: The criterion that divides the readers, and that the next version says more plainly.
DIVIDING = "participation"
#: Where the second reader is likely to be a level away from the first.
DIVIDES = {DIVIDING: 0.8, "sustainability": 0.5}
#: One stricter and one milder: practice is passed without a bias.
APART = {"participation": -1, "ethics": 1}
NEW_WORDS = {
    "fi": "Kohderyhmä on ollut mukana vähintään kahdessa vaiheessa (esimerkiksi "
    "ideoinnissa ja kokeilussa), ja kuvauksesta näkee, mikä sen ansiosta muuttui ja "
    "missä vaiheessa.",
    # The translator has not been at it yet, so publishing is not possible.
    "sv": "",
    "en": "The group took part in at least two stages (for example ideation and "
    "pilot), and the description shows what changed because of it, and when.",
}
NEW_WEIGHTS = {"evidence": 12, "clarity": 8}


def read_again(reader: User) -> None:
    """Everything that a coach has rated, rated by a second one for the sake of the
    agreement alone: the course's decisions stand on the first."""
    chance = random.Random(2026)  # noqa: S311 - the same demo on each load
    first = Assessment.objects.submitted().of_kind(AssessmentKind.COACH)
    for assessment in first.select_related("version").order_by("pk"):
        assert assessment.submitted_at is not None  # noqa: S101 - submitted
        _read(assessment, reader, assessment.submitted_at, chance)


def _read(
    first: Assessment, reader: User, then: datetime, chance: random.Random
) -> None:
    at = then + timedelta(hours=3)
    rows = list(
        first.ratings.select_related("criterion", "level").prefetch_related(
            "criterion__levels"
        )
    )
    second = start_assessment(
        version=first.version,
        criteria=[row.criterion for row in rows],
        kind=AssessmentKind.COACH,
        assessor=reader,
        subject=first.subject,
        at=at,
    )
    for row in rows:
        level = row.level
        if level is not None:
            levels = {found.value: found for found in row.criterion.levels.all()}
            away = chance.random() < DIVIDES.get(row.criterion.key, 0.15)
            step = -1 if chance.random() < 0.6 else 1
            level = levels.get(level.value + step * away, level)
        rate(
            assessment=second,
            criterion=row.criterion,
            level=level,
            not_assessable=level is None,
            by=reader,
            at=at,
        )
    submit_assessment(assessment=second, by=reader, at=at)


def practise(coach: User) -> None:
    """The coach has rated one sample and passed; the others are still to be tried."""
    exemplar = Exemplar.objects.select_related("version__rubric").get(slug=PRACTISED)
    at = days_ago(40, 9)
    practice = start_practice(exemplar=exemplar, assessor=coach, at=at)
    expert: Mapping[str, int] = samples()[PRACTISED]["levels"]
    for row in practice.asked.select_related("criterion"):
        key = row.criterion.key
        level = row.criterion.levels.get(value=expert[key] + APART.get(key, 0))
        rate(assessment=practice, criterion=row.criterion, level=level, by=coach, at=at)
    finish_practice(assessment=practice, by=coach, at=at + timedelta(minutes=25))


def write_next_version(author: User) -> RubricVersion:
    """A draft 1.1: one descriptor sharpened, two weights moved, a translation missing."""
    published = RubricVersion.objects.ever_published().select_related("rubric").get()
    draft = start_draft(
        rubric=published.rubric, label="1.1", by=author, at=days_ago(6, 9)
    )
    draft = RubricVersion.objects.with_structure().get(pk=draft.pk)
    content = content_of(draft)
    criteria = tuple(_changed(criterion) for criterion in content.criteria)
    return save_draft(
        version=draft,
        content=replace(content, criteria=criteria),
        revision=draft.revision,
        by=author,
        at=days_ago(5, 14),
    )


def _changed(criterion: CriterionContent) -> CriterionContent:
    weight = NEW_WEIGHTS.get(criterion.key, criterion.weight)
    levels = dict(criterion.levels)
    if criterion.key == DIVIDING:
        levels[3] = NEW_WORDS
    return replace(criterion, weight=weight, levels=levels)
