"""Where the marks of a profile chart stand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubric.drawing import Series, Shape
from rubric.profile import Rated, Row, broken, profile_chart

SCALE = [(1, "Beginning"), (2, "Developing"), (3, "Convincing"), (4, "Exemplary")]
SERIES = [
    Series("Self", Shape.DIAMOND, joined=True),
    Series("Peer", Shape.SQUARE, joined=True),
    Series("Coach", Shape.VESSEL),
]
cells = st.lists(st.integers(1, 4).map(Rated), max_size=3).map(tuple)
some_rows = st.lists(st.tuples(cells, cells, cells), max_size=5)


def row(*levels, name="Need", detail=""):
    given_cells = tuple((Rated(level),) if level else () for level in levels)
    return Row(name, given_cells, detail)


def chart(*rows, series=SERIES, **more):
    return profile_chart(rows=rows, series=series, scale=SCALE, **more)


@pytest.mark.parametrize(
    ("levels", "places"),
    [
        ((1, 2, 3), [(1, 0), (2, 0), (3, 0)]),
        ((None, 4, None), [(4, 0)]),
        ((2, 2, None), [(2, -14), (2, 14)]),
        ((3, 3, 3), [(3, -28), (3, 0), (3, 28)]),
        ((1, 4, 1), [(1, -14), (4, 0), (1, 14)]),
        ((None, None, None), []),
    ],
)
def test_marks_stand_on_their_level_and_beside_each_other(levels, places):
    drawn = chart(row(*levels))
    middle = {lane.value: lane.middle for lane in drawn.lanes}
    assert [mark.x for mark in drawn.rows[0].marks] == [
        middle[level] + aside for level, aside in places
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(some_rows)
def test_no_mark_covers_another_and_each_stays_on_its_lane(rows):
    drawn = chart(*(Row("x", given_cells) for given_cells in rows))
    for source, line in zip(rows, drawn.rows, strict=True):
        levels = [rated.level for cell in source for rated in cell]
        assert len({mark.x for mark in line.marks}) == len(line.marks) == len(levels)
        for level, mark in zip(levels, line.marks, strict=True):
            lane = drawn.lanes[level - 1]
            assert lane.x < mark.x < lane.x + drawn.lane_width


@pytest.mark.parametrize(
    ("levels", "path"),
    [
        ([1, 2, 3], "M370 75L510 145L650 215"),
        ([1, None, 3], ""),
        ([1, 2, None, 4, 4], "M370 75L510 145M790 285L790 355"),
        ([], ""),
    ],
)
def test_a_gap_in_the_levels_is_a_gap_in_the_line(levels, path):
    rows = [row(level) for level in levels]
    drawn = chart(*rows, series=SERIES[:1])
    assert "".join(trail.path for trail in drawn.trails) == path


def test_only_joined_series_have_a_line():
    drawn = chart(row(1, 2, 3), row(1, 2, 3))
    assert [trail.shape for trail in drawn.trails] == [Shape.DIAMOND, Shape.SQUARE]


@pytest.mark.parametrize(("before", "now", "linked"), [(1, 3, True), (2, 2, False)])
def test_a_change_is_linked_and_what_stayed_is_not(before, now, linked):
    drawn = chart(row(before, now), series=SERIES[:2], link=(0, 1))
    assert bool(drawn.rows[0].link) is linked


def test_a_level_that_is_missing_is_linked_with_nothing():
    drawn = chart(row(None, 2), series=SERIES[:2], link=(0, 1))
    assert drawn.rows[0].link is None


def test_the_minimum_is_the_edge_of_its_lane():
    drawn = chart(minimum=2)
    assert drawn.lanes[0].middle < drawn.minimum_x < drawn.lanes[1].middle


def test_everything_stands_within_the_drawing():
    drawn = chart(*[row(4, 4, 4)] * 12)
    for line in drawn.rows:
        for mark in line.marks:
            assert 13 <= mark.x <= drawn.width - 13
            assert 13 <= mark.y <= drawn.height - 13
    assert drawn.rows[-1].rule_y < drawn.foot_y


@pytest.mark.parametrize("wrong", [row(5, 1, 1), row(1)])
def test_a_level_or_a_series_that_is_not_there_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        chart(wrong)


@given(st.text("aä ", max_size=80))
def test_a_broken_name_keeps_its_words(name):
    assert " ".join(broken(name)) == name


def test_a_long_detail_is_cut_to_one_line():
    line = chart(row(1, 1, 1, detail="exercise " * 9)).rows[0]
    assert len(line.detail) <= 38
    assert line.detail.endswith("…")


def test_a_mark_says_its_note():
    noted = Row("Need", ((Rated(1, "1"),), (Rated(3, "4"),), ()))
    drawn = chart(noted).rows[0]
    assert [(mark.note, mark.note_y - mark.y) for mark in drawn.marks] == [
        ("1", 25),
        ("4", 25),
    ]


def test_the_key_names_only_what_is_drawn():
    drawn = chart(Row("Need", ((), (Rated(3),), (Rated(2),))))
    assert drawn.key == drawn.series[1:]
