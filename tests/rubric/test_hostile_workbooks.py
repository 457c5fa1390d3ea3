"""Workbooks made to harm: refused before anything unpacks them."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubric.interchange.formats import read_file
from tests.rubric.test_hostile_files import (
    CONTENT,
    fuzzed,
    mutated,
    never_half_written,
    refusal,
)


def workbook():
    pytest.importorskip("openpyxl")
    from rubric.interchange.workbook_writing import write_workbook

    return write_workbook("a-rubric", CONTENT)


def repacked(data, changes, add=()):
    """A workbook with some of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
        for name, part in add:
            new.writestr(name, part)
    return out.getvalue()


def sheet(name):
    return f"xl/worksheets/{name}.xml"


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
WORKBOOK_RELS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
XFS = b"<xf/>" * 100_000 + b"</cellXfs>"
CELLS = b"<c/>" * 1_000_000 + b"</row>"
WORKBOOKS = {
    "a bomb": (
        lambda data: repacked(data, {}, [("xl/media/zeros.bin", bytes(50_000_000))]),
        "would grow over 6144 kB",
    ),
    "a bomb in a sheet": (
        lambda data: repacked(
            data, {sheet("sheet2"): lambda part: part + b" " * 10**8}
        ),
        "would grow over 6144 kB",
    ),
    "entities": (
        lambda data: repacked(
            data,
            {sheet("sheet2"): lambda part: ENTITY + part.partition(b"?>")[2]},
        ),
        "XML entities",
    ),
    "entities in a sheet of another name": (
        lambda data: repacked(
            data,
            {
                WORKBOOK_RELS: lambda part: part.replace(b"sheet2.xml", b"sheet2.png"),
                TYPES: lambda part: part.replace(b"sheet2.xml", b"sheet2.png"),
            },
            [("xl/worksheets/sheet2.png", ENTITY + b"<worksheet/>")],
        ),
        "XML entities",
    ),
    "a hundred thousand styles": (
        lambda data: repacked(
            data,
            {"xl/styles.xml": lambda part: part.replace(b"</cellXfs>", XFS)},
            [("xl/media/noise.png", random.Random(1).randbytes(50_000))],
        ),
        "too many parts",
    ),
    "a million cells": (
        lambda data: repacked(
            data,
            {sheet("sheet2"): lambda part: part.replace(b"</row>", CELLS, 1)},
            [("xl/media/noise.png", random.Random(1).randbytes(50_000))],
        ),
        "too many parts",
    ),
    "another encoding": (
        lambda data: repacked(
            data,
            {
                sheet("sheet2"): lambda part: (
                    '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
                )
            },
        ),
        "not UTF-8",
    ),
    "macros": (
        lambda data: repacked(data, {}, [("xl/vbaProject.bin", b"x")]),
        "holds macros",
    ),
    "many parts": (
        lambda data: repacked(data, {}, [(f"x/{n}.bin", b"x") for n in range(300)]),
        "too many parts",
    ),
    "no workbook": (
        lambda data: repacked(data, {}).replace(b"xl/workbook.xml", b"xl/workbock.xml"),
        "a ZIP archive, not an Excel workbook",
    ),
    "broken XML": (
        lambda data: repacked(data, {sheet("sheet2"): lambda part: part[:-40]}),
        "the workbook is damaged",
    ),
    "half a file": (lambda data: data[: len(data) // 2], "the workbook is damaged"),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_is_refused_with_a_word(name):
    change, words = WORKBOOKS[name]
    assert words in refusal(change(workbook()))


def edited(**cells):
    """The workbook with some cells changed, as a spreadsheet would save it."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    for place, value in cells.items():
        name, cell = place.split("_")
        book[name][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Texts_C2": "=1+1"}, "Texts!C2: is a formula"),
        ({"Texts_A3": "title"}, "Texts!A3: the key “title” is given twice"),
        ({"Texts_A3": "nothing"}, "Texts!A3: unknown key “nothing”"),
        ({"Texts_E1": "fi"}, "Texts!E1: the key “fi” is given twice"),
        ({"Texts_C4": "x" * 5001}, "Texts!C4: at most 5000 characters"),
        ({"Criteria_C2": "forty"}, "Criteria!C2: must be a whole number"),
        ({"Criteria_C3": 2.5}, "Criteria!C3: must be a whole number"),
        ({"Criteria_D2": "maybe"}, "Criteria!D2: must be yes or empty"),
        ({"Criteria_F2": "nobody"}, "Criteria!F2: must be one of everyone"),
        ({"Criteria_H2": "abc"}, "Criteria!H2: is not a UUID"),
        ({"Criteria_A3": "need"}, "Criteria!A3: the key “need” is given twice"),
        ({"Rules_C2": "not a key!"}, "Rules!C2: must be an identifier"),
        ({"Rules_C10": "much"}, "Rules!C10: must be a number"),
        ({"Criteria_A1": "name"}, "Criteria!A1: the first row must have the columns"),
    ],
    ids=str,
)
def test_every_fault_of_a_workbook_is_named_with_its_cell(cells, words):
    assert words in refusal(edited(**cells))


def test_numbers_typed_as_numbers_are_read():
    content = read_file(
        edited(Criteria_C2=40, Criteria_C3=40.0, Rules_C10=2.75)
    ).content
    assert [c.weight for c in content.criteria] == [40, 40, 20]
    assert str(content.rules.pass_mean) == "2.75"


@pytest.mark.django_db
def test_damaged_workbooks_are_read_or_refused_whole():
    original = workbook()
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    @settings(fuzzed, max_examples=50)
    @given(data=st.data())
    def check(data):
        name = data.draw(st.sampled_from(sorted(parts)))
        part = data.draw(mutated(parts[name]))
        never_half_written(repacked(original, {name: lambda _old: part}))
        never_half_written(data.draw(mutated(original)))

    check()
