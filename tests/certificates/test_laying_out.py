"""The foot of the page: what stands where, and that the emblem is never the smaller."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.enums import Layout
from certificates.facts import LevelReached, scale_of, texts_of, with_texts
from certificates.laying_out import EMBLEM, EMBLEM_AREA, FRAMES, foot, logo_row
from certificates.levels_reached import levels_of, pairs_of
from tests.certificates.factories import FACTS

sizes = st.tuples(st.integers(50, 960), st.integers(50, 960))
names = st.text("abcdefghå ", min_size=1, max_size=60)


def number(length):
    return float(length.removesuffix("mm"))


@given(st.lists(sizes, min_size=1, max_size=5), st.booleans(), st.sampled_from(Layout))
def test_no_logo_is_larger_than_the_emblem_and_all_stand_in_their_row(
    pixels, co_funded, layout
):
    boxes = logo_row(layout, pixels, co_funded=co_funded)
    end = 0.0
    for box in boxes:
        left, width, height = number(box.left), number(box.width), number(box.height)
        assert height <= EMBLEM[1] + 0.01
        assert width * height <= EMBLEM_AREA + 0.5
        assert left >= end
        end = left + width
    assert end <= FRAMES[layout].right + 0.1


@given(
    st.lists(st.tuples(names, names, sizes | st.just((0, 0))), min_size=1, max_size=3),
    st.sampled_from(Layout),
)
def test_signatures_stand_beside_each_other_and_above_the_logos(signers, layout):
    texts = [(name, title) for name, title, _size in signers]
    place = foot(layout, texts, [size for _name, _title, size in signers])
    frame, end = FRAMES[layout], 0.0
    top = frame.page - number(place.room)
    for box, picture in zip(place.signatures, place.pictures, strict=True):
        assert number(box.left) >= end
        end = number(box.left) + number(box.width)
        assert end <= frame.right
        assert number(box.top) <= frame.logos
        if picture:
            assert number(picture.top) >= top
            assert number(picture.top) + number(picture.height) <= number(box.top)


def reached(name, value, words=("Alku", "Hyvä", "Vahva")):
    scale = tuple((f"uuid-{n}", n, word) for n, word in enumerate(words, start=1))
    return LevelReached(
        criterion=name,
        name=name,
        level=f"uuid-{value}",
        value=value,
        label=words[value - 1],
        levels=scale,
    )


def test_levels_keep_the_order_of_the_rubric_two_a_line():
    facts = replace(
        FACTS["fi"],
        levels=(reached("Tarve", 2), reached("Ratkaisu", 3), reached("Arvio", 2)),
    )
    (need, solution), (review, nothing) = pairs_of(levels_of(facts))
    assert [row.figure for row in (need, solution, review)] == ["2/3", "3/3", "2/3"]
    assert nothing is None


def test_words_of_the_levels_are_told_once_where_all_criteria_share_them():
    shared = (reached("Tarve", 2), reached("Ratkaisu", 3))
    facts = replace(FACTS["fi"], levels=shared)
    assert scale_of(facts) == {1: "Alku", 2: "Hyvä", 3: "Vahva"}
    other = reached("Arvio", 1, ("Ei", "Kyllä"))
    assert scale_of(replace(facts, levels=(*shared, other))) == {}


@pytest.mark.parametrize("place", ["levels.0.name", "scale.2"])
def test_words_of_a_level_are_checked_and_corrected_like_all_others(place):
    facts = replace(FACTS["fi"], levels=(reached("Tarve", 2),))
    assert place in texts_of(facts)
    assert texts_of(with_texts(facts, {place: "Muu"}))[place] == "Muu"


def test_corrected_word_of_a_level_is_corrected_everywhere():
    facts = replace(FACTS["fi"], levels=(reached("Tarve", 2), reached("Arvio", 3)))
    need, review = with_texts(facts, {"scale.2": "Muu"}).levels
    assert (need.label, review.label) == ("Muu", "Vahva")
    assert need.levels == review.levels
    assert need.levels[1] == ("uuid-2", 2, "Muu")
