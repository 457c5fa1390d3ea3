"""What staff are told of the agreement, read from submitted assessments."""

from fractions import Fraction

import pytest
from django.utils import translation

from rubric.agreement_report import cut, per_cent, report_of
from rubric.models import Assessment, CriterionRating, Level
from rubric.rated_works import Comparison, rated_works
from rubric.services.assessing import start_assessment, submit_assessment
from rubric.services.correcting import start_correction
from tests.rubric.factories import NOON, PersonFactory, give

pytestmark = pytest.mark.django_db


def assess(version, subject, person, kind="coach", **levels):
    begun = start_assessment(
        version=version,
        criteria=version.criteria.all(),
        kind=kind,
        assessor=person,
        subject=subject,
        at=NOON,
    )
    give(begun, **(levels or {"need": 2, "evidence": 3, "ethics": 2}))
    return submit_assessment(assessment=begun, by=person, at=NOON, require_all=False)


def read(version, comparison=Comparison.COACHES):
    return rated_works(version=version, comparison=comparison).units


def report(version, comparison=Comparison.COACHES, least=1):
    return report_of(
        version=version, comparison=comparison, least=least, with_names=True
    )


def test_work_rated_by_two_is_compared_criterion_by_criterion(version, coach, other):
    assess(version, "work", coach, need=1, evidence=2, ethics=3)
    assess(version, "work", other, need=4, ethics=None)
    (unit,) = read(version)
    assert unit.ratings == {coach.pk: [1, 2, 3], other.pk: [4, None, 0]}


def test_only_work_that_two_have_rated_is_compared(version, coach, other):
    assess(version, "one", coach)
    assess(version, "two", other)
    assert read(version) == ()


def test_work_that_the_host_does_not_name_is_not_compared(version, coach, other):
    assess(version, "", coach)
    assess(version, "", other)
    assert read(version) == ()


def test_drafts_do_not_count(version, coach, other):
    assess(version, "work", coach)
    start_assessment(
        version=version,
        criteria=version.criteria.all(),
        kind="coach",
        assessor=other,
        subject="work",
    )
    assert read(version) == ()


def test_a_correction_counts_once_and_as_corrected(version, coach, other):
    first = assess(version, "work", coach, need=1)
    assess(version, "work", other, need=2)
    corrected = start_correction(assessment=first, by=coach, at=NOON)
    give(corrected, need=3)
    submit_assessment(assessment=corrected, by=coach, at=NOON, require_all=False)
    (unit,) = read(version)
    assert unit.ratings[coach.pk][0] == 3


def test_kinds_are_kept_apart(version, coach, other):
    assess(version, "work", coach)
    assess(version, "work", other, kind="peer")
    assert read(version) == ()
    assert read(version, Comparison.PEERS) == ()


def test_peers_speak_with_one_voice_beside_the_coach(version, coach):
    assess(version, "work", coach, need=2)
    for value in (1, None, 3, 4):
        assess(version, "work", PersonFactory(), kind="peer", need=value)
    (unit,) = read(version, Comparison.COACHES_PEERS)
    assert list(unit.ratings) == ["coach", "peer"]
    # "Not assessable", 1, 3, 4: the lower of the two in the middle.
    assert (unit.ratings["coach"][0], unit.ratings["peer"][0]) == (2, 1)


def test_who_has_been_erased_counts_and_has_no_name(version, coach, other):
    assess(version, "work", coach, need=1)
    assess(version, "work", other, need=2)
    Assessment.objects.filter(assessor=other).update(assessor=None)
    found = report(version)
    assert found.overall.figures.works == 1
    assert [person.name for person in found.people] == [str(coach)]


def test_without_the_right_assessors_are_numbered(version, coach, other):
    for person in (coach, other):
        assess(version, "work", person)
    found = report_of(version=version, comparison=Comparison.COACHES, least=1)
    assert [person.name for person in found.people] == ["Assessor 1", "Assessor 2"]


def test_peers_are_learners_and_never_named(version, coach, other):
    for person in (coach, other):
        assess(version, "work", person, kind="peer")
    found = report(version, Comparison.PEERS)
    assert [person.name for person in found.people] == ["Peer 1", "Peer 2"]


def assess_many(version, people, works):
    """Both people on every work, written in bulk."""
    rows = Assessment.objects.bulk_create(
        Assessment(
            version=version,
            kind="coach",
            subject=f"work-{i}",
            assessor=person,
            started_at=NOON,
        )
        for i in range(works)
        for person in people
    )
    levels = list(Level.objects.filter(criterion__version=version))
    CriterionRating.objects.bulk_create(
        CriterionRating(
            assessment=row, criterion_id=found.criterion_id, level=found, points=value
        )
        for i, row in enumerate(rows)
        for value in [1 + (i + i // 5) % 4]
        for found in levels
        if found.value == value
    )
    Assessment.objects.update(state="submitted", submitted_at=NOON)


@pytest.mark.parametrize("works", [5, 500])
def test_the_report_takes_five_queries_however_many(
    version, coach, other, works, django_assert_num_queries
):
    """Ten assessments, or a thousand."""
    assess_many(version, (coach, other), works)
    with django_assert_num_queries(5):
        found = report(version)
    assert found.overall.figures.works == works


def test_too_few_works_are_told_with_their_number(version, coach, other):
    for i in range(3):
        assess(version, f"work-{i}", coach)
        assess(version, f"work-{i}", other)
    found = report(version, least=5)
    assert found.rows[0].missing == "Too few works (3 of 5)"
    assert (found.rows[0].exact, found.rows[0].alpha, found.dividers) == ("", "", [])
    assert [person.mean for person in found.people] == ["", ""]


def test_the_descriptor_that_divides_most_stands_first(version, coach, other):
    pairs = [(1, 1, 2, 3), (4, 4, 2, 3), (2, 3, 2, 3), (3, 3, 1, 1)]
    for i, (need, need_2, evidence, evidence_2) in enumerate(pairs):
        assess(version, f"work-{i}", coach, need=need, evidence=evidence)
        assess(version, f"work-{i}", other, need=need_2, evidence=evidence_2)
    first, second = report(version).dividers
    assert (first.criterion.key, first.lower.value, first.upper.value) == (
        "evidence",
        2,
        3,
    )
    assert (first.pairs, first.all_pairs, first.share) == (3, 4, "75 %")
    assert second.criterion.key == "need"


def test_the_strictest_stands_first_and_in_words(version, coach, other):
    for i in range(2):
        assess(version, f"work-{i}", coach, need=1, evidence=2, ethics=2)
        assess(version, f"work-{i}", other, need=2, evidence=4, ethics=2)
    strict, mild = report(version).people
    assert (strict.name, strict.mean, strict.is_stricter) == (str(coach), "1.00", True)
    assert (mild.name, mild.mean, mild.is_milder) == (str(other), "1.00", True)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(7999, 10000), "0.799"),
        (Fraction(8, 10), "0.800"),
        (Fraction(-1, 3), "−0.334"),
        (None, ""),
        (1, "1.000"),
    ],
)
def test_a_figure_is_cut_and_never_rounded_over_a_cut_off(number, shown):
    assert cut(number) == shown


def test_numbers_follow_the_language():
    with translation.override("fi"):
        assert cut(Fraction(1, 2)) == "0,500"
    assert per_cent(Fraction(199, 200)) == "99 %"
