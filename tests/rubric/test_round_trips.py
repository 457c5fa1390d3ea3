"""What was written is read back: without loss, or with the loss that the format states."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubric.interchange.canvas import write_canvas
from rubric.interchange.case_writing import About, write_case
from rubric.interchange.formats import read_file
from rubric.interchange.shares import shares
from rubric.interchange.writing import as_json, as_yaml
from tests.rubric.strategies import FILLED, TEXT, contents
from valmentamo.formulas import neutralised, restored

ABOUT = About(
    rubric_uuid=UUID(int=1),
    version_uuid=UUID(int=2),
    changed_at=datetime(2026, 11, 24, tzinfo=UTC),
    creator="tests",
)
slowly = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def uuids(content):
    return [criterion.uuid for criterion in content.criteria]


def written(content, file_format):
    if file_format == "xlsx":
        pytest.importorskip("openpyxl")
        from rubric.interchange.workbook_writing import write_workbook

        return write_workbook("a-rubric", content)
    if file_format == "case":
        return write_case(content, content.languages[0], ABOUT)
    if file_format == "canvas":
        return write_canvas(content, content.languages[0])
    return {"json": as_json, "yaml": as_yaml}[file_format]("a-rubric", content)


@pytest.mark.parametrize("file_format", ["json", "yaml"])
@slowly
@given(content=contents())
def test_our_own_format_loses_nothing(file_format, content):
    slug, back = read_file(written(content, file_format))
    assert (slug, back) == ("a-rubric", content)
    assert uuids(back) == uuids(content)


@slowly
@given(content=contents(foreign=False))
def test_workbook_loses_only_what_other_systems_said(content):
    slug, back = read_file(written(content, "xlsx"))
    assert (slug, back) == ("a-rubric", content)
    assert uuids(back) == uuids(content)


@slowly
@given(content=contents(foreign=False))
def test_workbook_holds_no_formula(content):
    with zipfile.ZipFile(io.BytesIO(written(content, "xlsx"))) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name]
        assert len(sheets) == 4
        for name in sheets:
            xml = archive.read(name)
            assert b"<f>" not in xml
            assert b"<f " not in xml


def spoken(content, language):
    """What a system with one language can say of a content."""
    steps = {step.value: step.label[language] for step in content.scale}
    return [
        (
            criterion.name[language],
            criterion.question[language],
            [
                (steps[v], text[language], criterion.points.get(v, Decimal(v)))
                for v, text in sorted(criterion.levels.items())
            ],
        )
        for criterion in content.criteria
    ]


def climbing(content):
    """Points that rise with the levels, and names of levels that differ."""
    scale = tuple(
        replace(
            step,
            label={k: f"{text} {step.value}" for k, text in step.label.items()},
        )
        for step in content.scale
    )
    criteria = tuple(
        replace(
            criterion,
            points={v: Decimal(v) * 2 for v in criterion.points},
            name={k: f"{text} {i}" for k, text in criterion.name.items()},
        )
        for i, criterion in enumerate(content.criteria)
    )
    criteria = tuple(
        replace(c, points={v: Decimal(v) * 2 for v in c.levels} if c.points else {})
        for c in criteria
    )
    return replace(content, scale=scale, criteria=criteria)


@pytest.mark.parametrize("file_format", ["case", "canvas"])
@slowly
@given(content=contents(whole=True).map(climbing))
def test_one_language_says_what_it_can_say(file_format, content):
    language = content.languages[0]
    _slug, back = read_file(written(content, file_format), language=language)
    assert spoken(back, language) == spoken(content, language)
    assert back.texts["title"][language] == content.texts["title"][language]


@slowly
@given(content=contents(whole=True).map(climbing))
def test_case_keeps_weights_purpose_and_uuids(content):
    language = content.languages[0]
    _slug, back = read_file(written(content, "case"), language=language)
    assert [c.weight for c in back.criteria] == [c.weight for c in content.criteria]
    assert back.texts["purpose"] == {language: content.texts["purpose"][language]}
    assert uuids(back) == uuids(content)


@pytest.mark.parametrize("file_format", ["case", "canvas"])
@slowly
@given(content=contents(whole=True, foreign=False).map(climbing))
def test_what_a_format_cannot_say_stays_as_in_the_last_version(file_format, content):
    back = read_file(
        written(content, file_format), language=content.languages[0], base=content
    ).content
    ours = replace(
        back,
        source={},
        criteria=tuple(
            replace(c, source={}, level_sources={}, weight=content.criteria[i].weight)
            for i, c in enumerate(back.criteria)
        ),
        texts=dict(back.texts) | {"purpose": content.texts["purpose"]},
    )
    assert ours == content
    assert uuids(back) == uuids(content)
    if file_format == "case":
        assert [c.weight for c in back.criteria] == [c.weight for c in content.criteria]


@slowly
@given(content=contents(whole=True).map(climbing))
def test_case_written_again_is_the_same_document(content):
    language = content.languages[0]
    first = written(content, "case")
    back = read_file(first, language=language, base=content).content
    again = write_case(back, language, ABOUT)
    assert json.loads(again) == json.loads(first)


@given(
    TEXT | FILLED.map(lambda text: f"'{text}") | FILLED.map(lambda text: f"\t{text}")
)
def test_neutralised_text_comes_back_as_it_was(text):
    assert restored(neutralised(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@A", "\t=1", "\r", " =1", "＝1", "＋1", "－1", "＠A", "'=1"],
)
def test_formula_is_given_a_mark(text):
    assert neutralised(text) == "'" + text


@given(st.lists(st.none() | st.fractions(0, 1000), min_size=1, max_size=60))
def test_shares_are_whole_and_add_up_to_a_hundred(weights):
    parts = shares(weights)
    assert sum(parts) == 100
    assert min(parts) >= 1
