"""Agreement of assessors, held against published figures and against naive counting."""

from collections import Counter
from fractions import Fraction
from math import sqrt
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rubric.agreement import Unit, Verdict, boundary, figures, levels_in, weighted_kappa
from rubric.alpha import alpha_of, interval_of, student_t
from rubric.severity import severities

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four
# observers, twelve units, missing values. Published: nominal .743, ordinal .815,
# interval .849, ratio .797. The package `krippendorff` says 0.8153875037548814.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Data set `anxiety` of the R package irr, raters 2 and 3; kappa2(…, "squared") prints
# 0.252. The package counts the five levels that occur (1, 2, 3, 4, 6) as 1 to 5.
ANXIETY = (
    (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
    (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
)
LEVELS = 4
PLENTY = {"criteria": 1, "levels": LEVELS, "least": 1}


def works(*columns):
    return [Unit(dict(enumerate([(mark,) for mark in column]))) for column in columns]


def only(units, **options):
    return figures(units, **(PLENTY | options)).by_criterion[0]


def test_ordinal_alpha_of_krippendorffs_own_example():
    patterns = [levels_in(column) for column in zip(*KRIPPENDORFF, strict=True)]
    assert round(float(alpha_of(patterns, 5)), 3) == 0.815
    assert float(alpha_of(patterns, 5)) == pytest.approx(0.8153875037548814, abs=1e-14)


def test_quadratic_kappa_of_a_published_data_set():
    rank = {1: 1, 2: 2, 3: 3, 4: 4, 6: 5}
    table = Counter((rank[a], rank[b]) for a, b in zip(*ANXIETY, strict=True))
    assert float(weighted_kappa(table)) == pytest.approx(0.2520325, abs=5e-8)


@pytest.mark.parametrize(
    ("df", "published"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (10, 2.228)],
)
def test_students_t_is_that_of_the_tables(df, published):
    assert student_t(df) == pytest.approx(published, abs=0.002)


@pytest.mark.parametrize(
    ("pairs", "exact", "adjacent"),
    [
        ([(1, 1), (2, 2)], 1, 1),
        ([(1, 1), (1, 2)], Fraction(1, 2), 1),
        ([(1, 1), (1, 2), (1, 3), (1, 4)], Fraction(1, 4), Fraction(1, 2)),
        ([(1, 4), (4, 1)], 0, 0),
        # Three assessors are three pairs.
        ([(1, 1, 3)], Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_and_adjacent_agreement(pairs, exact, adjacent):
    found = only(works(*pairs))
    assert (found.exact, found.adjacent) == (exact, adjacent)


@pytest.mark.parametrize(
    ("pairs", "lower", "crossing"),
    [
        ([(1, 1), (2, 3), (2, 3), (1, 2)], 2, 2),
        ([(1, 3), (2, 3)], 2, 2),
        ([(1, 2), (3, 4)], 1, 1),
        ([(4, 1)], 1, 1),
    ],
)
def test_the_boundary_that_divides_most(pairs, lower, crossing):
    found = boundary(Counter(pairs), LEVELS)
    assert (found.lower, found.upper, found.pairs) == (lower, lower + 1, crossing)


def test_no_boundary_divides_those_who_agree():
    assert only(works((1, 1), (3, 3))).boundary is None


def test_not_assessable_is_counted_beside_and_is_no_level():
    found = only(works((1, 1), (2, 0), (0, 0), (3, 3, 0), (4, None)))
    assert (found.works, found.pairs) == (2, 2)
    assert (found.not_assessable, found.apart) == (4, 3)
    assert found.alpha == 1


def test_below_the_least_number_of_works_there_is_no_figure():
    found = only(works((1, 2), (2, 2), (3, 3), (4, 4)), least=5)
    assert found.too_few
    assert (found.works, found.pairs) == (4, 4)
    shown = (found.exact, found.adjacent, found.kappa, found.alpha, found.interval)
    assert set(shown) == {None}
    assert found.boundary is None
    assert found.verdict is None


def test_nothing_rated_twice_has_no_figure_even_without_a_least_number():
    found = only(works((1, None), (2,)), least=0)
    assert found.too_few
    assert found.alpha is None


def test_the_same_level_everywhere_has_agreement_but_no_alpha():
    found = only(works((3, 3), (3, 3)))
    assert not found.too_few
    assert (found.exact, found.alpha, found.kappa, found.interval) == (1, *[None] * 3)


@pytest.mark.parametrize(
    ("patterns", "verdict"),
    [
        ([(1, 1), (4, 4), (2, 2)], Verdict.SUFFICIENT),
        ([(1, 2), (2, 3), (3, 3), (4, 4), (1, 1), (2, 2)], Verdict.SUFFICIENT),
        ([(1, 2), (2, 2), (3, 3), (3, 4), (1, 1), (2, 3)], Verdict.TENTATIVE),
        ([(1, 3), (2, 3), (3, 4), (4, 4), (1, 1)], Verdict.INSUFFICIENT),
        ([(1, 4), (4, 1)], Verdict.INSUFFICIENT),
    ],
)
def test_words_follow_the_usual_cut_offs(patterns, verdict):
    found = only(works(*patterns))
    assert found.verdict == verdict, float(found.alpha)


def test_two_voices_have_each_their_side_of_the_table():
    """Coaches say 1 or 2, peers always one more: as in Cohen's table."""
    units = works((1, 2), (2, 3), (1, 2), (2, 3))
    apart = only(units, two_voices=True).kappa
    assert apart == weighted_kappa({(1, 2): 2, (2, 3): 2})
    assert apart != only(units).kappa


MARK = st.sampled_from((None, 0, 1, 2, 3, 4))
WORK = st.lists(MARK, min_size=2, max_size=4)
WORKS = st.lists(WORK, min_size=2, max_size=12)


@given(WORKS)
def test_alpha_is_one_exactly_when_all_agree(columns):
    found = only(works(*columns))
    assume(found.alpha is not None)
    agree = all(len(set(levels_in(tuple(column)))) < 2 for column in columns)
    assert (found.alpha == 1) == agree == (found.exact == 1)


@given(WORKS, st.randoms(use_true_random=False))
def test_order_of_works_and_of_assessors_does_not_matter(columns, shuffle):
    shuffled = [shuffle.sample(column, len(column)) for column in columns]
    shuffle.shuffle(shuffled)
    one, other = only(works(*columns)), only(works(*shuffled))
    assert one.interval == (other.interval and pytest.approx(other.interval))
    for name in ("exact", "adjacent", "kappa", "alpha", "works", "pairs", "apart"):
        assert getattr(one, name) == getattr(other, name), name


@given(WORKS)
def test_the_interval_is_that_of_leaving_out_each_work(columns):
    patterns = [levels_in(tuple(column)) for column in columns]
    patterns = [pattern for pattern in patterns if len(pattern) > 1]
    assume(len(patterns) > 1)
    without = [
        alpha_of(patterns[:i] + patterns[i + 1 :], 4) for i in range(len(patterns))
    ]
    found = interval_of(patterns, 4)
    if None in (*without, alpha_of(patterns, 4)):
        assert found is None
        return
    n, mean = len(without), sum(without) / len(without)
    spread = float(sum((x - mean) ** 2 for x in without) * (n - 1) / n)
    value, reach = float(alpha_of(patterns, 4)), student_t(n - 1) * sqrt(spread)
    assert found == pytest.approx((max(value - reach, -1), min(value + reach, 1)))


TABLE = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(1, 4)), st.integers(1, 9), min_size=1
)


@given(TABLE)
def test_kappa_is_the_same_from_either_side(table):
    turned = {(b, a): n for (a, b), n in table.items()}
    assert weighted_kappa(table) == weighted_kappa(turned)


@given(WORKS)
def test_alpha_is_that_of_the_definition(columns):
    """Counted as Krippendorff writes it, pair by pair, with no short cut."""
    patterns = [levels_in(tuple(column)) for column in columns]
    patterns = [pattern for pattern in patterns if len(pattern) > 1]
    assume(patterns)
    assert alpha_of(patterns, 4) == _by_definition(patterns)


def test_many_assessors_on_one_work_do_not_run_over():
    """The common multiple of 1 to 60 has 86 bits."""
    draw = Random(60)
    patterns = [tuple(draw.choices((1, 2, 3, 4), k=size)) for size in range(2, 62)]
    assert alpha_of(patterns, 4) == _by_definition(patterns)
    low, high = interval_of(patterns, 4)
    assert low < float(alpha_of(patterns, 4)) < high


def _by_definition(patterns):
    met = Counter()
    for pattern in patterns:
        for i, a in enumerate(pattern):
            for b in pattern[:i] + pattern[i + 1 :]:
                met[a, b] += Fraction(1, len(pattern) - 1)
    number = Counter()
    for (a, _), times in met.items():
        number[a] += times
    n = sum(number.values())

    def distance(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(number[g] for g in range(low, high + 1))
        return (between - (number[a] + number[b]) / Fraction(2)) ** 2

    seen = sum(times * distance(a, b) for (a, b), times in met.items())
    chance = sum(number[a] * number[b] * distance(a, b) for a in number for b in number)
    return 1 - (n - 1) * seen / chance if chance else None


def test_over_all_counts_every_criterion_and_leaves_out_whole_works():
    one = Unit({"a": (1, 4), "b": (1, 4)})
    other = Unit({"a": (2, 2), "b": (3, None)})
    found = figures([one, other], criteria=2, levels=4, least=1)
    assert (found.overall.works, found.overall.pairs) == (2, 3)
    assert [part.works for part in found.by_criterion] == [2, 1]


def test_without_any_work_each_criterion_says_so():
    found = figures([], criteria=3, levels=4, least=5)
    assert [part.works for part in found.by_criterion] == [0, 0, 0]
    assert found.overall.too_few


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([{"a": (1, 2), "b": (2, 4)}], {"a": Fraction(-3, 2), "b": Fraction(3, 2)}),
        # Against the mean of the others: 1 beside 2 and 4.
        ([{"a": (1,), "b": (2,), "c": (4,)}], {"a": -2, "b": Fraction(-1, 2)}),
        ([{"a": (1, 0), "b": (2, 4)}], {"a": -1, "b": 1}),
        ([{"a": (0,), "b": (2,)}], {}),
    ],
)
def test_severity_is_the_mean_difference_from_the_others(units, expected):
    rows = {row.assessor: row.mean for row in severities(map(Unit, units), least=1)}
    assert {who: rows[who] for who in expected} == expected
    assert bool(rows) == bool(expected)


def test_severity_of_few_works_is_not_told():
    units = [Unit({"a": (1,), "b": (2,)})] * 4
    assert {row.mean for row in severities(units, least=5)} == {None}
    assert {row.works for row in severities(units, least=5)} == {4}


@given(st.lists(st.lists(st.sampled_from((None, 0, 1, 2, 3)), min_size=2, max_size=2)))
def test_two_assessors_are_as_far_from_each_other_both_ways(columns):
    rows = {row.assessor: row.mean for row in severities(works(*columns), least=1)}
    assert rows.get(0, 0) == -rows.get(1, 0)
