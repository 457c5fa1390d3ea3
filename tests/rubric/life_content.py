"""Anything that may stand in a rubric, for its life: rules and criteria."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from rubric.enums import Pooling
from tests.rubric.factories import criterion_content, small_content, texts


def any_rules():
    rules = small_content().rules
    return st.builds(
        replace,
        st.just(rules),
        minimum_level=st.integers(1, 3),
        pass_mean=st.sampled_from([Decimal("2.0"), Decimal("2.5"), Decimal("3.25")]),
        points_to_pass=st.sampled_from([None, Decimal(7), Decimal("8.5")]),
        pooling=st.sampled_from(list(Pooling)),
    )


def any_criterion():
    # What only the author rates can't be a gate.
    return st.one_of(
        _criterion(["need", "evidence", "reach", "cost"], "author"),
        _criterion(["ethics", "need", "evidence", "reach", "cost"]),
    )


def _criterion(keys, *raters):
    return st.builds(
        criterion_content,
        st.sampled_from(keys),
        st.integers(1, 9),
        st.sampled_from([20, 40, 60, 100]),
        question=st.sampled_from([texts("Why?"), texts("How?"), {"fi": "Miksi?"}]),
        points=st.sampled_from([{}, {4: Decimal("4.5")}]),
        rated_by=st.sampled_from(["everyone", "everyone", "assessor", *raters]),
    )


def any_criteria():
    """Mostly some that assessors rate; a rubric without them is refused."""
    return st.lists(any_criterion(), min_size=1, max_size=4, unique_by=lambda c: c.key)
