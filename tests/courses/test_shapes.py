"""The shape of an answer, built from the rows of the course."""

import pytest
from django.utils import translation

from courses.services.shapes import shape_of


def test_form_field_shares_the_limits_of_the_description_field_it_feeds(cast):
    parts = {part.key: part for part in shape_of(cast.exercise("m2e1")).parts}
    assert (parts["name"].max_chars, parts["summary"].max_chars) == (80, 500)


def test_portfolio_asks_every_description_field_and_then_the_closing(cast):
    shape = shape_of(cast.exercise("m2e4"))
    fields = ["name", "summary", "developers", "need", "solution"]
    assert [part.key for part in shape.parts] == [*fields, "closing"]
    assert all(part.required for part in shape.parts)


def test_table_has_its_lead_columns_and_closing(cast):
    shape = shape_of(cast.exercise("m1e2"))
    assert [(part.key, part.kind) for part in shape.parts] == [
        ("organisation", "lead"),
        ("partner", "column"),
        ("role", "column"),
        ("closing", "closing"),
    ]
    assert shape.min_rows == 1


def test_self_assessment_marks_description_fields(cast):
    shape = shape_of(cast.exercise("m2e2"))
    assert shape.choices[:2] == ("name", "summary")
    assert shape.parts[0].count == 2


@pytest.mark.parametrize(
    ("language", "label"), [("fi", "Kumppani"), ("sv", "Partner"), ("en", "Partner")]
)
def test_labels_are_in_the_active_language(cast, language, label):
    with translation.override(language):
        assert shape_of(cast.exercise("m1e2")).part("partner.1").label == label
