"""Figures of agreement from 10,000 assessments on 10 criteria.

    .venv/bin/python -m benchmarks.agreement

Baselines in the same run: reading the rows as objects, and counting alpha afresh for
every work that the jackknife leaves out (measured on a few works, then multiplied).
CPU time of this process; the medians of interleaved rounds, with least and most.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
WORKS, ASSESSORS, CRITERIA, LEVELS = 5_000, 40, 10, 4
SOME = 25


def set_up() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    folder = tempfile.mkdtemp(prefix="bench-")
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{folder}/bench.sqlite3",
            }
        },
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "rubric",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LANGUAGES=[("fi", "fi"), ("en", "en")],
        LANGUAGE_CODE="en",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)


def fill() -> Any:
    """Two of forty assessors rate each work, each mostly near the true level."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from rubric.models import (
        AskedCriterion,
        Assessment,
        Criterion,
        CriterionRating,
        Level,
        Rubric,
        RubricVersion,
    )

    draw = random.Random(20261124)
    now = timezone.now()
    version = RubricVersion.objects.create(
        rubric=Rubric.objects.create(slug="bench"),
        number=1,
        label="1",
        pass_mean="2.5",
        created_at=now,
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(version=version, key=f"c{i}", sort_order=i, weight=10)
        for i in range(CRITERIA)
    )
    levels = Level.objects.bulk_create(
        Level(criterion=criterion, value=value)
        for criterion in criteria
        for value in range(1, LEVELS + 1)
    )
    level = {(row.criterion_id, row.value): row for row in levels}
    people = get_user_model().objects.bulk_create(
        get_user_model()(username=f"assessor{i}") for i in range(ASSESSORS)
    )
    truth = [[draw.randint(1, LEVELS) for _ in criteria] for _ in range(WORKS)]
    assessments = Assessment.objects.bulk_create(
        Assessment(
            version=version,
            kind="coach",
            subject=f"work-{work}",
            assessor=person,
            started_at=now,
        )
        for work in range(WORKS)
        for person in draw.sample(people, 2)
    )
    AskedCriterion.objects.bulk_create(
        AskedCriterion(assessment=a, criterion=c) for a in assessments for c in criteria
    )
    ratings = []
    for assessment in assessments:
        work = int(assessment.subject.removeprefix("work-"))
        for criterion, true in zip(criteria, truth[work], strict=True):
            value = min(LEVELS, max(1, true + draw.choice((-1, 0, 0, 0, 1))))
            unsure = draw.random() < 0.02
            ratings.append(
                CriterionRating(
                    assessment=assessment,
                    criterion=criterion,
                    level=None if unsure else level[criterion.pk, value],
                    not_assessable=unsure,
                    points=None if unsure else value,
                )
            )
    CriterionRating.objects.bulk_create(ratings, batch_size=5_000)
    Assessment.objects.update(state="submitted", submitted_at=now)
    return version


def ours(version: Any) -> Any:
    from rubric.agreement import figures
    from rubric.rated_works import Comparison, rated_works
    from rubric.severity import severities

    works = rated_works(version=version, comparison=Comparison.COACHES)
    found = figures(works.units, criteria=CRITERIA, levels=LEVELS, least=5)
    return found, severities(works.units, least=5)


def reading(version: Any) -> Any:
    from rubric.rated_works import Comparison, rated_works

    return rated_works(version=version, comparison=Comparison.COACHES)


def reading_objects(version: Any) -> Any:
    """As one would write it first: objects, in a fixed number of queries."""
    from rubric.models import Assessment

    works: dict[str, dict[Any, list[int | None]]] = {}
    rows = Assessment.objects.filter(version=version, state="submitted")
    for row in rows.prefetch_related("ratings__criterion", "ratings__level"):
        marks = [rating.points for rating in row.ratings.all()]
        works.setdefault(row.subject, {})[row.assessor_id] = marks
    return works


def alpha_afresh(version: Any) -> Callable[[], float]:
    """The CPU time of alpha counted from its rows once for every work left out."""
    from rubric.agreement import levels_in
    from rubric.alpha import alpha_of

    units = reading(version).units
    columns = [
        [levels_in(marks) for marks in column]
        for column in zip(
            *(zip(*u.ratings.values(), strict=True) for u in units), strict=True
        )
    ]

    def measure() -> float:
        begun = time.process_time()
        for left in range(SOME):
            for column in columns:
                alpha_of(column[:left] + column[left + 1 :], LEVELS)
        return (time.process_time() - begun) * WORKS / SOME

    return measure


def timed(work: Callable[[Any], Any], version: Any) -> Callable[[], float]:
    def measure() -> float:
        begun = time.process_time()
        work(version)
        return time.process_time() - begun

    return measure


def report(name: str, seconds: list[float]) -> float:
    middle = statistics.median(seconds)
    low, high = min(seconds) * 1000, max(seconds) * 1000
    print(f"{name:<46}{middle * 1000:>10.0f} ms  ({low:.0f} to {high:.0f})")
    return middle


def main() -> None:
    set_up()
    version = fill()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        ours(version)
    print(f"{2 * WORKS} assessments x {CRITERIA} criteria, {len(queries)} queries")
    measures = {
        "reading and all figures": timed(ours, version),
        "  of it reading the rows": timed(reading, version),
        "baseline: reading the rows as objects": timed(reading_objects, version),
        "baseline: alpha afresh for each work left out": alpha_afresh(version),
    }
    seconds: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(ROUNDS):
        for name, measure in measures.items():
            seconds[name].append(measure())
    middles = {name: report(name, found) for name, found in seconds.items()}
    mine, read, objects, afresh = middles.values()
    print(f"rows as values against objects: {objects / read:.1f} times")
    print(f"figures against alpha afresh: {afresh / (mine - read):.0f} times")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    main()
