"""The worked examples of docs/scoring.md say what the code does."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from rubric.enums import Outcome
from rubric.pooling import median_level
from rubric.scoring import Criterion, Distinction, Rules, RuleSet, format_mean
from rubric.tracing import trace

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
if not PAGE.exists():  # The wheel is tested without the documents.
    pytest.skip("docs/scoring.md is not here", allow_module_level=True)


def tables():
    """Each table as rows of cells by the names of its columns."""
    blocks = re.findall(r"(?:^\|.*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    for block in blocks:
        head, _, *rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")]
            for line in block.splitlines()
        ]
        yield head, [dict(zip(head, row, strict=True)) for row in rows]


def rows_of(first):
    """Rows of all the tables whose first column has this name."""
    return [row for head, rows in tables() if head[0] == first for row in rows]


def value(cell):
    return None if cell == "na" else int(cell)


CRITERIA = [
    Criterion(
        row["Criterion"],
        int(row["Weight"]),
        row["Gate"] == "gate",
        row["Criterion"] == "need",
        levels=tuple(
            enumerate(
                map(Fraction, row["Points of levels 1, 2, 3, 4"].split(", ")), start=1
            )
        ),
    )
    for row in rows_of("Criterion")
]
RULES = Rules(
    whole=RuleSet(
        Outcome.PASSED, 2, Fraction("2.50"), Distinction(Fraction("3.20"), 3)
    ),
    parts=RuleSet(Outcome.ACCEPTED, 2),
    points=RuleSet(Outcome.PASSED, 2, pass_points=Fraction(10)),
)


def traced(row, rule_set):
    asked = [c for c in CRITERIA if row[c.key]]
    ratings = {c.key: value(row[c.key]) for c in asked}
    return trace(criteria=asked, ratings=ratings, rules=RULES, rule_set=rule_set)


def test_numbers_of_the_example_are_on_the_page():
    text = " ".join(PAGE.read_text("utf-8").split())
    assert (
        "Minimum level 2; mean to pass 2.50; distinction at a mean of 3.20 with at "
        "least level 3 in need; points to pass 10."
    ) in text


SCORED = [
    pytest.param(row, name, id=f"{name} {' '.join(row.values())}")
    for name in ("whole", "parts", "points")
    for row in rows_of(f"`{name}`")
]


def number(cell):
    return None if cell == "none" else cell


@pytest.mark.parametrize(("row", "rule_set"), SCORED)
def test_worked_example(row, rule_set):
    told = traced(row, rule_set)
    scored = told.scored
    shown = {
        "Outcome": scored.outcome.value,
        "Why": ", ".join(reason.value for reason in scored.reasons),
        "Mean": format_mean(scored.mean) or "none",
        "Sum": f"{scored.numerator}/{scored.denominator}"
        if scored.numerator is not None
        else "none",
        "Distinction": "yes" if scored.distinction else "no",
    }
    said = {name: cell for name, cell in row.items() if name in shown}
    assert {name: shown[name] for name in said} == said
    if "Points" in row:
        points = number(row["Points"])
        assert scored.total == (None if points is None else Fraction(points))


MEDIANS = rows_of("Median")


@pytest.mark.parametrize("row", MEDIANS, ids=lambda row: row["Levels given"])
def test_median_of_the_example(row):
    levels = [value(cell) for cell in row["Levels given"].split()]
    assert row["Median"] == f"of {('one', 'two', 'three', 'four')[len(levels) - 1]}"
    assert median_level(levels) == value(row["Counts"])


LIFTS = rows_of("Lifts in `whole`")


@pytest.mark.parametrize("row", LIFTS, ids=lambda row: row["Enough alone"][:20])
def test_lifts_of_the_example(row):
    told = traced(row, "whole")
    lifts = [
        f"{x.key} {x.from_level or 'na'}→{x.to_level} ({format_mean(x.comes_to)})"
        for x in told.lifts
    ]
    assert (", ".join(lifts) or "none") == row["Enough alone"]


def test_every_table_of_examples_is_found():
    assert len(SCORED) == 31
    assert len(MEDIANS) == 9
    assert len(LIFTS) == 5
