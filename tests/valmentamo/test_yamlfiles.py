"""YAML from outside."""

import pytest

from valmentamo.yamlfiles import SIZE_LIMIT, UnreadableFile, load_yaml


def test_plain_values_are_read():
    assert load_yaml("a: {1: [x, 2.5, null]}\nä: yes".encode()) == {
        "a": {1: ["x", 2.5, None]},
        "ä": True,
    }


REFUSED = [
    ("a: 1\nb: 2\na: 3", "3"),
    ("a: &x [1]\nb: *x", "2"),
    ("a: [1", "2|1"),
    ("a: !!python/object/apply:os.system [ls]", "1"),
    ("? [1, 2]\n: x", "1"),
    ("<<: {a: 1}\na: 2", "1"),
    ("a: 1" + ":59" * 40, "1"),
    ("a: 1" + ":59" * 400 + ":1.5", "1"),
    ("b: 1\na: 0x" + "f" * 60, "2"),
]


@pytest.mark.parametrize(("text", "line"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refusal_tells_the_line(text, line):
    with pytest.raises(UnreadableFile, match=rf"\b({line})\b"):
        load_yaml(text.encode())


def test_file_that_is_not_text_is_refused():
    with pytest.raises(UnreadableFile):
        load_yaml(b"\xff\xfe\x00")


def test_deep_nesting_is_refused_and_does_not_crash():
    with pytest.raises(UnreadableFile):
        load_yaml(b"[" * 100_000)


def test_size_is_limited(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"x" * (SIZE_LIMIT + 1))
    with pytest.raises(UnreadableFile):
        load_yaml(path)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadableFile):
        load_yaml(tmp_path / "nowhere.yaml")
