"""Many at once: exactly one gets through and the others are told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rubric.exceptions import (
    AlreadyAssessed,
    AssessmentClosed,
    AssessmentNotSubmitted,
    DraftExists,
    RatingConflict,
    RubricError,
)
from rubric.models import Assessment, RubricVersion
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.calibrating import start_practice
from rubric.services.correcting import start_correction
from rubric.services.importing import DEFAULT_RUBRIC, import_rubric
from rubric.services.publishing import start_draft
from tests.rubric.factories import PersonFactory, give, level, make_version
from tests.rubric.test_calibrating import make_exemplar
from valmentamo.yamlfiles import load_yaml

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def at_once(verb):
    """Run the verb in several threads; count what came of each."""
    barrier = Barrier(THREADS)

    def attempt(number):
        try:
            barrier.wait(timeout=20)
            verb(number)
            return "done"
        except RubricError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(attempt, range(THREADS)))


@pytest.fixture
def draft():
    version = make_version()
    assessment = start_assessment(
        version=version,
        criteria=version.criteria.all(),
        kind="coach",
        assessor=PersonFactory(),
    )
    return give(assessment, need=3, evidence=3, ethics=3)


def test_draft_is_submitted_once(draft):
    coach = draft.assessor
    outcome = at_once(
        lambda n: submit_assessment(
            assessment=Assessment.objects.get(pk=draft.pk), by=coach
        )
    )
    assert outcome == {"done": 1, AssessmentClosed: THREADS - 1}


def test_no_rating_slips_in_while_the_draft_is_submitted(draft):
    coach, need = draft.assessor, draft.version.criteria.get(key="need")
    levels = [level(need, value) for value in (1, 2, 3, 4)]

    def race(number):
        assessment = Assessment.objects.get(pk=draft.pk)
        if number == 0:
            submit_assessment(assessment=assessment, by=coach)
        else:
            chosen = levels[number % 4]
            rate(assessment=assessment, criterion=need, level=chosen, by=coach)

    at_once(race)
    rating = draft.ratings.select_related("level").get(criterion=need)
    assert rating.points == rating.level.value


def test_correction_is_begun_once(draft):
    submit_assessment(assessment=draft, by=draft.assessor)
    outcome = at_once(lambda n: start_correction(assessment=draft, by=draft.assessor))
    assert outcome == {"done": 1, AssessmentNotSubmitted: THREADS - 1}


def test_rubric_gets_one_draft():
    rubric = make_version().rubric
    outcome = at_once(lambda n: start_draft(rubric=rubric, label=f"2.{n}"))
    assert outcome == {"done": 1, DraftExists: THREADS - 1}


def test_same_file_imported_at_once_makes_one_version():
    data = load_yaml(DEFAULT_RUBRIC)
    outcome = at_once(lambda n: import_rubric(data=data))
    assert outcome["done"] + outcome[DraftExists] == THREADS
    assert RubricVersion.objects.published().count() == 1


def test_work_is_assessed_once_by_one_person():
    version, coach = make_version(), PersonFactory()
    outcome = at_once(
        lambda n: start_assessment(
            version=version,
            criteria=version.criteria.all(),
            kind="coach",
            assessor=coach,
            subject="work",
        )
    )
    assert outcome == {"done": 1, AlreadyAssessed: THREADS - 1}
    assert Assessment.objects.count() == 1


def test_windows_that_save_at_once_lose_no_text(draft):
    """One gets through; every other one holds its own text and the one that stands."""
    coach, need = draft.assessor, draft.version.criteria.get(key="need")
    seen = draft.asked.get(criterion=need).revision
    levels = [level(need, 1 + n % 4) for n in range(THREADS)]
    told = []

    def save(number):
        try:
            rate(
                assessment=Assessment.objects.get(pk=draft.pk),
                criterion=need,
                level=levels[number],
                comments={"": f"text {number}"},
                revision=seen,
                by=coach,
            )
        except RatingConflict as conflict:
            told.append((number, conflict))
            raise

    outcome = at_once(save)
    assert outcome == {"done": 1, RatingConflict: THREADS - 1}
    stands = draft.asked.get(criterion=need).comments.get().text
    assert {c.theirs.comments[""] for _, c in told} == {stands}
    kept = {stands, *(c.mine.comments[""] for _, c in told)}
    assert kept == {f"text {n}" for n in range(THREADS)}


def test_different_assessors_rate_one_work_at_once(draft):
    version, need = draft.version, draft.version.criteria.get(key="need")
    chosen = level(need, 3)
    people = PersonFactory.create_batch(THREADS)

    def assess(number):
        assessment = start_assessment(
            version=version,
            criteria=[need],
            kind="coach",
            assessor=people[number],
            subject="work",
        )
        rate(assessment=assessment, criterion=need, level=chosen, by=people[number])
        submit_assessment(assessment=assessment, by=people[number])

    assert at_once(assess) == {"done": THREADS}
    assert Assessment.objects.submitted().for_subject("work").count() == THREADS


def test_first_saves_of_a_practice_at_once_share_one_draft():
    exemplar, person = make_exemplar(make_version()), PersonFactory()
    begun = []
    outcome = at_once(
        lambda n: begun.append(start_practice(exemplar=exemplar, assessor=person).pk)
    )
    assert outcome == {"done": THREADS}
    assert set(begun) == {Assessment.objects.get().pk}
