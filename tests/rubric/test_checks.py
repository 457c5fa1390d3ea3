"""What is set wrong is told at start."""

import pytest

from rubric.checks import least_number_of_works_is_whole, public_rubric_is_a_slug


@pytest.mark.parametrize("value", [0, -1, "plenty", None])
def test_a_least_number_that_is_none_is_told(settings, value):
    settings.VALMENTAMO_RUBRIC_LEAST_WORKS = value
    found = least_number_of_works_is_whole()
    assert [error.id for error in found] == ["valmentamo_rubric.E001"]


@pytest.mark.parametrize("value", [False, True, 7])
def test_a_public_rubric_that_is_no_slug_is_told(settings, value):
    settings.VALMENTAMO_RUBRIC_PUBLIC = value
    found = public_rubric_is_a_slug()
    assert [error.id for error in found] == ["valmentamo_rubric.E002"]


@pytest.mark.parametrize("value", [None, "", "sosiaalinen-innovaatio"])
def test_a_closed_page_the_only_rubric_and_a_named_one_are_fine(settings, value):
    settings.VALMENTAMO_RUBRIC_PUBLIC = value
    assert not list(public_rubric_is_a_slug())
    assert not list(least_number_of_works_is_whole())
