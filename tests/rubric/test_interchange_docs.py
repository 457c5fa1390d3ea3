"""What docs/interchange.md tells of the formats is what the code does."""

import re
from pathlib import Path

import pytest

from rubric.interchange import limits
from rubric.interchange.document import CRITERION, TOP
from rubric.interchange.formats import FORMATS

PAGE = Path(__file__).parents[2] / "docs" / "interchange.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="no docs beside the wheel")


def table(heading):
    """The rows of the table that begins with this cell."""
    lines = PAGE.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_formats_are_told_as_they_are():
    told = [row[:5] for row in table("Format | Name in commands")]
    assert told == [
        [
            str(kind.label),
            f"`{name}`",
            "yes" if kind.reads else "no",
            "yes",
            "one" if kind.one_language else "all",
        ]
        for name, kind in FORMATS.items()
    ]


def test_losses_are_told_word_for_word():
    assert table("Format | Left out") == [
        [str(kind.label), str(loss)]
        for kind in FORMATS.values()
        for loss in (kind.losses or ["–"])
    ]


def test_fields_that_are_told_are_read():
    for names, _meaning in table("Field"):
        for name in re.findall(r"`([^`]+)`", names):
            last = name.rpartition(".")[2]
            known = (
                TOP if "." not in name else (*CRITERION, "points_to_pass", "pooling")
            )
            assert last in known


def test_limits_are_told_as_they_are():
    text = " ".join(PAGE.read_text().split())
    sizes = limits.SIZE_LIMITS
    assert f"files over {limits.MOST_BYTES >> 20} MB" in text
    assert sizes["yaml"] == sizes["canvas"]
    assert f"YAML and CSV {sizes['yaml'] >> 20} MB" in text
    assert f"grow over {limits.XLSX_UNPACKED >> 20} MB" in text
    assert f"more than {limits.DEPTH} deep" in text
    assert f"more than {limits.DIGITS} digits" in text
    assert f"more than {limits.CSV_ROWS} rows" in text
    assert f"than {limits.FOREIGN >> 10} kB only its `CFDocument`" in text
