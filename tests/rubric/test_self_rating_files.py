"""A self-rating as a file: out, in, and what is refused."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rubric
from rubric.exceptions import FaultySelfRating
from rubric.interchange.self_rating import (
    MOST_BYTES,
    OwnRating,
    SelfRating,
    as_data,
    as_json,
    read_self_rating,
)
from tests.rubric.json_schema import problems
from valmentamo.texts import plain_text

PUBLISHED = json.loads(
    (Path(rubric.__file__).parent / "data" / "self-rating-1.schema.json").read_text()
)
#: Told of in the schema's description: a list can't say it.
BEYOND_THE_SCHEMA = ("ratings[1].criterion",)
plain = st.text(max_size=60).map(plain_text)
own_ratings = st.builds(
    OwnRating,
    criterion=st.uuids(),
    key=st.from_regex("[a-z][a-z0-9_-]{0,20}", fullmatch=True),
    level=st.integers(1, 20),
    note=plain,
)
self_ratings = st.builds(
    SelfRating,
    rubric=st.just("my-rubric"),
    version=st.uuids(),
    label=st.just("1.0"),
    content_hash=st.just("a" * 64),
    language=st.sampled_from(["fi", "sv", "en", "se", "pt-BR"]),
    made_at=st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)).map(
        lambda at: at.replace(microsecond=0)
    ),
    ratings=st.lists(
        own_ratings, min_size=1, max_size=12, unique_by=lambda r: r.criterion
    ).map(tuple),
    title=plain,
)
GOOD = {
    "schema": "self-rating/1",
    "rubric": {
        "slug": "my-rubric",
        "version": str(uuid4()),
        "label": "1.0",
        "content_hash": "0" * 64,
    },
    "title": "",
    "language": "fi",
    "made_at": "2026-11-24T12:00:00+00:00",
    "ratings": [{"criterion": str(uuid4()), "key": "need", "level": 2, "note": ""}],
}


@given(self_ratings)
def test_what_is_written_is_read_again(rating):
    assert read_self_rating(as_json(rating)) == rating


def changed(path, value):
    data = copy.deepcopy(GOOD)
    *parents, last = path
    place = data
    for step in parents:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (["schema"], "self-rating/2", "schema"),
        (["schema"], None, "schema"),
        (["more"], 1, "file.more"),
        (["rubric"], None, "rubric"),
        (["rubric", "slug"], "a b", "rubric.slug"),
        (["rubric", "version"], "x", "rubric.version"),
        (["rubric", "version"], None, "rubric.version"),
        (["rubric", "content_hash"], "ABC", "rubric.content_hash"),
        (["title"], "x" * 201, "title"),
        (["title"], 5, "title"),
        (["language"], "x" * 13, "language"),
        (["language"], None, "language"),
        (["made_at"], "yesterday", "made_at"),
        (["made_at"], "2026-11-24T12:00:00", "made_at"),
        (["made_at"], 5, "made_at"),
        (["ratings"], [], "ratings"),
        (["ratings"], {}, "ratings"),
        (["ratings"], [1], "ratings[0]"),
        (["ratings"], GOOD["ratings"] * 61, "ratings"),
        (["ratings"], GOOD["ratings"] * 2, "ratings[1].criterion"),
        (["ratings", 0, "level"], True, "ratings[0].level"),
        (["ratings", 0, "level"], 2.0, "ratings[0].level"),
        (["ratings", 0, "level"], "2", "ratings[0].level"),
        (["ratings", 0, "level"], 0, "ratings[0].level"),
        (["ratings", 0, "level"], 21, "ratings[0].level"),
        (["ratings", 0, "level"], None, "ratings[0].level"),
        (["ratings", 0, "note"], "x" * 2001, "ratings[0].note"),
        (["ratings", 0, "criterion"], ["x"], "ratings[0].criterion"),
        (["ratings", 0, "points"], 3, "ratings[0].points"),
    ],
)
def test_every_fault_is_named_with_its_place(path, value, named):
    with pytest.raises(FaultySelfRating) as refusal:
        read_self_rating(changed(path, value))
    if named not in BEYOND_THE_SCHEMA:
        assert list(problems(json.loads(changed(path, value)), PUBLISHED))
    assert named in {fault.path for fault in refusal.value.faults}


def test_a_note_is_measured_as_it_is_kept():
    """U+FB2C becomes three characters when it is composed."""
    with pytest.raises(FaultySelfRating, match=r"ratings\[0\].note: at most 2000"):
        read_self_rating(changed(["ratings", 0, "note"], "\ufb2c" * 2000))


def test_a_file_of_nothing_but_faults_is_no_self_rating():
    with pytest.raises(FaultySelfRating) as refusal:
        read_self_rating(
            json.dumps(GOOD | dict.fromkeys(map(str, range(5000)))).encode()
        )
    assert len(refusal.value.faults) == 1000


@given(self_ratings)
def test_what_is_written_meets_the_published_schema(rating):
    assert list(problems(as_data(rating), PUBLISHED)) == []


def test_all_faults_are_named_at_once():
    data = copy.deepcopy(GOOD) | {"language": 5, "made_at": None}
    with pytest.raises(FaultySelfRating) as refusal:
        read_self_rating(json.dumps(data).encode())
    assert {f.path for f in refusal.value.faults} == {"language", "made_at"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"null",
        b"[]",
        b"5",
        b'"x"',
        b"{",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\xff\xfe{\x00}\x00",
        b'{"title": "\xe4"}',
        b"[" * 50_000,
        b'{"a":' * 5_000,
        b"1" * 200_000,
        b'{"schema": NaN}',
        b'{"schema": 1, "schema": 2}',
        b"{" + b" " * MOST_BYTES + b"}",
        json.dumps(GOOD | {"title": "\ud800"}).encode(),
        json.dumps(GOOD | {"title": "\x00"}).encode(),
    ],
)
def test_hostile_files_are_refused(data):
    with pytest.raises(FaultySelfRating) as refusal:
        read_self_rating(data)
    assert refusal.value.faults


def test_the_shape_of_the_file_is_fixed():
    rating = read_self_rating(json.dumps(GOOD).encode())
    assert as_data(rating) == GOOD
