"""No verb leans on a lock that SQLite doesn't have: the database compares and sets."""

import ast
from pathlib import Path

import rubric


def locks(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "select_for_update"
    ]


def test_the_rubric_never_locks_rows_by_select_for_update():
    files = Path(rubric.__file__).parent.rglob("*.py")
    assert {
        str(file): found for file in files if (found := locks(file.read_text()))
    } == {}


def test_a_lock_would_be_found():
    assert locks("rows.select_for_update().get()") == [1]
