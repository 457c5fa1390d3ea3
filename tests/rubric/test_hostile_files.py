"""Files made to harm: refused with a word, before they cost time, and nothing is written."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubric.exceptions import FaultyRubric
from rubric.interchange import limits
from rubric.interchange.canvas import write_canvas
from rubric.interchange.case_writing import write_case
from rubric.interchange.formats import read_file
from rubric.interchange.writing import as_json, as_yaml
from rubric.models import Rubric
from rubric.services.importing import import_draft
from tests.rubric.factories import small_content
from tests.rubric.test_round_trips import ABOUT

DATA = Path(__file__).with_name("data")
CONTENT = small_content()
JSON_FILE = as_json("a-rubric", CONTENT)
YAML_FILE = as_yaml("a-rubric", CONTENT)
CANVAS_FILE = write_canvas(CONTENT, "fi")
CASE_FILE = (DATA / "case-opensalt.json").read_bytes()


def refusal(data, **options):
    with pytest.raises(FaultyRubric) as refused:
        read_file(data, **{"language": "fi"} | options)
    return str(refused.value)


def yaml_bomb():
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for last, name in zip("abcdefgh", "bcdefghi", strict=True):
        rows.append(f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]")
    return ("schema: rubric/1\n" + "\n".join(rows)).encode()


def with_value(path, value):
    data = json.loads(JSON_FILE)
    *parents, last = path
    row = data
    for step in parents:
        row = row[step]
    row[last] = value
    return json.dumps(data).encode()


def replaced(old, new, data=JSON_FILE):
    assert old in data
    return data.replace(old, new, 1)


WEIGHT = re.compile(rb'"weight": 40')
LONG = "x" * (10 * 1024 * 1024)
CASES = {
    "nothing at all": (b"", "the file is empty"),
    "a text of ten megabytes": (
        with_value(["title", "fi"], LONG),
        "the file is larger than 2048 kB",
    ),
    "a long text": (
        with_value(["title", "fi"], "x" * 5001),
        "title.fi: at most 5000 characters",
    ),
    "YAML that grows without end": (yaml_bomb(), "aliases are not allowed here"),
    "YAML too large to read in a moment": (
        YAML_FILE + b"#" * limits.SIZE_LIMITS["yaml"],
        "the file is larger than 1024 kB",
    ),
    "YAML of too many values": (
        b"schema: rubric/1\nx: [" + b"1," * 40_000 + b"]",
        "too many values",
    ),
    "YAML deep in itself": (
        b"schema: rubric/1\nx: " + b"[" * 5000 + b"]" * 5000,
        "more than 20 deep",
    ),
    "YAML that makes objects": (
        b"schema: rubric/1\nx: !!python/object/apply:os.system [echo]",
        "could not determine a constructor",
    ),
    "YAML with a key twice": (
        b"schema: rubric/1\nid: a\nid: b\n",
        "the key “id” is given twice",
    ),
    "JSON deep in itself": (
        b'{"schema": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "more than 20 deep",
    ),
    "JSON with a key twice": (
        replaced(b'"version": "1.0"', b'"version": "1.0", "version": "2.0"'),
        "the key “version” is given twice",
    ),
    "JSON with NaN": (
        WEIGHT.sub(b'"weight": NaN', JSON_FILE, count=1),
        "NaN is not a number",
    ),
    "JSON with Infinity": (
        WEIGHT.sub(b'"weight": -Infinity', JSON_FILE, count=1),
        "-Infinity is not a number",
    ),
    "JSON with a number beyond all": (
        WEIGHT.sub(b'"weight": 1e400', JSON_FILE, count=1),
        "a number is too long",
    ),
    "JSON with a number of a million digits": (
        WEIGHT.sub(b'"weight": 1' + b"0" * 1_000_000, JSON_FILE, count=1),
        "a number is too long",
    ),
    "JSON with NUL": (
        replaced(b'"title (fi)"', b'"title\\u0000"'),
        "a character that can't be kept",
    ),
    "JSON with half a pair": (
        replaced(b'"title (fi)"', b'"title\\ud800"'),
        "a character that can't be kept",
    ),
    "JSON of quotes in a text that never ends": (
        b'{"' + b'\\"' * 1_000_000,
        "not valid JSON: line 1",
    ),
    "YAML with a number of sixties": (
        b"schema: rubric/1\nx: 1" + b":59" * 130_000,
        "a number is too long",
    ),
    "YAML with a number too long to be written": (
        b"schema: rubric/1\nrules: {pass_mean: 0x" + b"f" * 5000 + b"}",
        "a number is too long",
    ),
    "YAML with such a number as a key": (
        b"schema: rubric/1\n? 0x" + b"f" * 5000 + b"\n: 1",
        "a number is too long",
    ),
    "JSON cut off": (JSON_FILE[:-20], "not valid JSON: line"),
    "JSON that is a list": (b"[1, 2]", "not a rubric in a format that is known"),
    "UTF-16 text": (
        JSON_FILE.decode().encode("utf-16"),
        "the file is UTF-16; save it as UTF-8",
    ),
    "UTF-16 without its mark": (JSON_FILE.decode().encode("utf-16-le"), "NUL"),
    "Latin-1 table": (
        CANVAS_FILE.decode().replace("need (fi)", "tärkeä").encode("latin-1", "replace")
        + "ä".encode("latin-1"),
        "may be Windows-1252 or Latin-1",
    ),
    "a table of a hundred thousand rows": (
        CANVAS_FILE + b"a,b,c,false,x,y,1\r\n" * 50_000,
        "more than 500 rows",
    ),
    "a table larger than any rubric": (
        CANVAS_FILE + b"a,b,c,false,x,y,1\r\n" * 100_000,
        "the file is larger than 1024 kB",
    ),
    "a table with a criterion twice": (
        CANVAS_FILE + CANVAS_FILE.split(b"\r\n")[1],
        "B5: the criterion “Need (fi)” stands in row 2 already",
    ),
    "a table with an open quote": (
        CANVAS_FILE + b'"never closed,1,2\r\n',
        "not valid CSV",
    ),
    "a table with Infinity": (replaced(b",4,", b",Infinity,", CANVAS_FILE), "G2: "),
    "a table with a number that no memory holds": (
        replaced(b",4,", b",9e999999999999,", CANVAS_FILE),
        "G2: must be from 0",
    ),
    "CASE with an identifier twice": (
        CASE_FILE.replace(b"0242ac120002", b"0242ac120001"),
        "is given twice",
    ),
    "a PDF": (b"%PDF-1.7 ...", "a file of another kind: PDF"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "Excel 97"),
    "an image": (b"\x89PNG\r\n\x1a\n", "a file of another kind: PNG"),
    "a poem": ("Vaka vanha Väinämöinen".encode(), "not a rubric in a format"),
    "a ZIP of anything": (
        b"PK\x03\x04rubbish",
        "the workbook is damaged",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_file_is_refused_with_a_word(name):
    data, words = CASES[name]
    assert words in refusal(data)


fuzzed = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def mutated(draw, data):
    """The file with some bytes changed, left out, or said again."""
    out = bytearray(data)
    for _n in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(out) - 1, 0)))
        end = start + draw(st.integers(0, 40))
        out[start:end] = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"", b"null", b"[]", b"{}", b'"', b"-1", b"1e9", b"\n"]
                ),
                st.just(bytes(out[start:end]) * 2),
            )
        )
    return bytes(out)


def outcome(data, **options):
    try:
        import_draft(data=data, language="fi", **options)
    except FaultyRubric as refused:
        return not refused.faults
    return True


def never_half_written(data, **options):
    before = Rubric.objects.count()
    if not outcome(data, **options):
        assert Rubric.objects.count() == before
    else:
        Rubric.objects.get().versions.get().delete()
        Rubric.objects.all().delete()


@pytest.mark.django_db
@fuzzed
@given(
    data=st.binary(max_size=400),
    file_format=st.sampled_from(["", *limits.SIZE_LIMITS]),
)
def test_random_bytes_are_refused_and_nothing_else_happens(data, file_format):
    if file_format in ("xlsx", "") and data.startswith(b"PK"):
        pytest.importorskip("openpyxl")
    never_half_written(data, file_format=file_format)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "original",
    [JSON_FILE, YAML_FILE, CANVAS_FILE, CASE_FILE],
    ids=["json", "yaml", "canvas", "case"],
)
def test_damaged_text_files_are_read_or_refused_whole(original):
    @fuzzed
    @given(data=mutated(original))
    def check(data):
        never_half_written(data)

    check()


def test_a_file_of_nothing_but_faults_is_left_after_a_thousand():
    data = json.dumps({"schema": "rubric/1"} | dict.fromkeys(map(str, range(100_000))))
    with pytest.raises(FaultyRubric) as refused:
        read_file(data.encode(), language="fi")
    assert len(refused.value.faults) == 1000


@pytest.mark.parametrize(
    "source",
    [
        {"case": 1},
        {"case": {"package": [1], "rubric": "x"}},
        {"case": {"package": {"CFDocument": []}}},
    ],
    ids=str,
)
def test_what_another_system_said_may_be_anything(source):
    """Our own format keeps it word for word; writing CASE of it must not fall over."""
    content = read_file(with_value(["source"], source)).content
    assert b'"CFRubrics"' in write_case(content, "fi", ABOUT)
