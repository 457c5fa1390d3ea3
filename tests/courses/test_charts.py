"""Where the marks of the level chart stand."""

from hypothesis import given
from hypothesis import strategies as st

from courses.charts import LevelRow, Rated, broken, level_chart

SCALE = [(1, "Alku"), (2, "Kehitys"), (3, "Vakuuttava"), (4, "Esimerkki")]
levels = st.none() | st.builds(Rated, st.integers(1, 4))


def chart(*rows: LevelRow):
    return level_chart(rows=rows, scale=SCALE, minimum=2)


def test_a_level_stands_in_the_middle_of_its_lane():
    drawn = chart(LevelRow("Tarve", Rated(1), Rated(4), (3,)))
    row, lanes = drawn.rows[0], drawn.lanes
    assert (row.first.x, row.latest.x, row.own[0].x) == (
        lanes[0].middle,
        lanes[3].middle,
        lanes[2].middle,
    )


def test_a_level_that_is_not_rated_is_not_drawn():
    row = chart(LevelRow("Tarve", None, None, ())).rows[0]
    assert (row.first, row.latest, row.own, row.link) == (None, None, (), None)


def test_a_level_that_stayed_has_no_line_between_its_marks():
    assert chart(LevelRow("Tarve", Rated(2), Rated(2), ())).rows[0].link is None


def test_the_minimum_is_the_edge_of_its_lane():
    drawn = chart()
    assert drawn.lanes[0].middle < drawn.minimum_x < drawn.lanes[1].middle


@given(levels, levels, st.lists(st.integers(1, 4), max_size=4))
def test_no_mark_covers_another(first, latest, own):
    row = chart(LevelRow("Tarve", first, latest, tuple(own))).rows[0]
    marks = [mark.x for mark in (row.first, row.latest, *row.own) if mark]
    assert len(set(marks)) == len(marks)


@given(levels, levels, st.lists(st.integers(1, 4), max_size=4))
def test_each_mark_stays_on_the_lane_of_its_level(first, latest, own):
    drawn = chart(LevelRow("Tarve", first, latest, tuple(own)))
    row = drawn.rows[0]
    given_levels = [
        (rated.level, mark)
        for rated, mark in ((first, row.first), (latest, row.latest))
        if rated
    ]
    given_levels += zip(sorted(set(own)), row.own, strict=True)
    for level, mark in given_levels:
        lane = drawn.lanes[level - 1]
        assert abs(mark.x - lane.middle) <= drawn.lane_width // 2


@given(st.text("aä ", max_size=80))
def test_a_broken_name_keeps_its_words(name):
    assert " ".join(broken(name)) == name


def test_each_mark_says_its_round():
    row = chart(LevelRow("Tarve", Rated(1, "1"), Rated(3, "4"), ())).rows[0]
    assert (row.first.note, row.latest.note) == ("1", "4")


def test_a_long_name_of_a_work_is_cut_to_one_line():
    row = chart(LevelRow("Tarve", None, None, (), detail="harjoitus " * 9)).rows[0]
    assert len(row.detail) <= 38
    assert row.detail.endswith("…")
