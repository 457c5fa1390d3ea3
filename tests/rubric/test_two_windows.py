"""One assessor in two windows: both texts are kept."""

import pytest

from rubric.exceptions import (
    RatingConflict,
)
from rubric.services.assessing import (
    Given,
    rate,
)
from tests.rubric.factories import (
    level,
)


def window(draft, criterion):
    """The revision that a page holds when it is opened now."""
    return draft.asked.get(criterion=criterion).revision


def test_second_window_is_told_what_both_gave_and_nothing_is_lost(
    draft, coach, criteria
):
    need = criteria["need"]
    old = window(draft, need)
    rate(
        assessment=draft,
        criterion=need,
        level=level(need, 2),
        comments={"": "Ensimmäinen", "question": "Kuka?"},
        revision=old,
        by=coach,
    )
    with pytest.raises(RatingConflict) as conflict:
        rate(
            assessment=draft,
            criterion=need,
            level=level(need, 4),
            comments={"": "Toinen"},
            revision=old,
            by=coach,
        )
    assert conflict.value.mine == Given(4, comments={"": "Toinen"})
    assert conflict.value.theirs == Given(
        2, comments={"": "Ensimmäinen", "question": "Kuka?"}
    )
    assert draft.ratings.get().level.value == 2
    assert draft.asked.get(criterion=need).comments.count() == 2


def test_conflict_says_what_to_save_over_it_with(draft, coach, criteria):
    need = criteria["need"]
    old = window(draft, need)
    rate(assessment=draft, criterion=need, not_assessable=True, revision=old, by=coach)
    with pytest.raises(RatingConflict) as conflict:
        rate(
            assessment=draft,
            criterion=need,
            level=level(need, 2),
            revision=old,
            by=coach,
        )
    assert conflict.value.theirs == Given(not_assessable=True)
    rating = rate(
        assessment=draft,
        criterion=need,
        level=level(need, 2),
        revision=conflict.value.revision,
        by=coach,
    )
    assert rating.level.value == 2


def test_same_thing_sent_twice_is_no_conflict(draft, coach, criteria):
    need = criteria["need"]
    old = window(draft, need)
    for _ in range(2):
        rating = rate(
            assessment=draft,
            criterion=need,
            level=level(need, 3),
            comments={"": " Sama \n", "question": ""},
            revision=old,
            by=coach,
        )
        assert rating.level.value == 3
    assert window(draft, need) == old + 1


def test_change_on_another_criterion_is_no_conflict(draft, coach, criteria):
    need, ethics = criteria["need"], criteria["ethics"]
    old = window(draft, need)
    rate(assessment=draft, criterion=ethics, not_assessable=True, by=coach)
    rating = rate(
        assessment=draft, criterion=need, not_assessable=True, revision=old, by=coach
    )
    assert rating.not_assessable


def test_save_without_a_revision_is_seen_by_those_with_one(draft, coach, criteria):
    need = criteria["need"]
    old = window(draft, need)
    rate(assessment=draft, criterion=need, level=level(need, 2), by=coach)
    with pytest.raises(RatingConflict):
        rate(assessment=draft, criterion=need, revision=old, by=coach)
