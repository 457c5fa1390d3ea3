"""The published schema says of our own format what the reader does."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from rubric.interchange.document import CRITERION, SCHEMA, TOP, read_rubric
from rubric.interchange.rules import RULES
from rubric.interchange.writing import as_data, as_json
from rubric.services.exporting import SCHEMA_FILE
from rubric.services.importing import DEFAULT_RUBRIC
from tests.rubric.json_schema import problems
from tests.rubric.strategies import contents
from tests.rubric.test_round_trips import slowly
from valmentamo.yamlfiles import load_yaml

PUBLISHED = json.loads(SCHEMA_FILE.read_text())
ANOTHER_BUILD = Path(__file__).with_name("data") / "another-build.yaml"


@pytest.mark.parametrize("path", [DEFAULT_RUBRIC, ANOTHER_BUILD], ids=lambda p: p.stem)
def test_files_of_the_repository_meet_the_schema(path):
    assert list(problems(load_yaml(path), PUBLISHED)) == []


@slowly
@given(content=contents(whole=True))
def test_every_written_file_meets_the_schema(content):
    assert list(problems(json.loads(as_json("a-rubric", content)), PUBLISHED)) == []


@pytest.mark.parametrize(
    ("fields", "properties"),
    [
        (TOP, PUBLISHED["properties"]),
        (CRITERION, PUBLISHED["$defs"]["criterion"]["properties"]),
        (RULES, PUBLISHED["$defs"]["rules"]["properties"]),
    ],
    ids=["top", "criterion", "rules"],
)
def test_schema_knows_the_same_fields_as_the_reader(fields, properties):
    assert set(properties) == set(fields)


def test_schema_is_named_after_its_version():
    assert PUBLISHED["properties"]["schema"]["const"] == SCHEMA
    assert SCHEMA_FILE.name == f"{SCHEMA.replace('/', '-')}.schema.json"


def test_schema_finds_a_fault():
    data = as_data(*read_rubric(load_yaml(DEFAULT_RUBRIC)))
    data["criteria"][0]["weight"] = "12"
    data["extra"] = 1
    assert list(problems(data, PUBLISHED)) == [
        "$.criteria[0].weight type",
        "$.extra unknown",
    ]
