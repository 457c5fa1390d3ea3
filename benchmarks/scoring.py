"""Scoring with its trace: results a second in one process, 10 criteria.

    .venv/bin/python -m benchmarks.scoring

Each result is a fresh draw of levels, none is looked up from an earlier one. The baseline
in the same run is the plain way to write the same rules: dictionaries and fractions, each
lift tried by scoring again. Both are checked against each other before anything is timed.
Medians of interleaved rounds with least and most; CPU time of this process, wall beside it.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from rubric.enums import Outcome
from rubric.pooling import median_level
from rubric.rulesets import Criterion, Distinction, Rules, RuleSet
from rubric.tracing import Tracer
from rubric.weighing import Scorer

ROUNDS, RESULTS, NAIVE_RESULTS, CHECKED = 7, 30_000, 1_000, 2_000
GOAL = 50_000
WEIGHTS = (12, 8, 8, 12, 14, 10, 10, 8, 10, 8)
LEVELS = (1, 2, 3, 4)
WORTH = tuple((level, Fraction(level * 5, 2)) for level in LEVELS)
CRITERIA = [
    Criterion(f"c{i}", weight, i == 5, i in (0, 3, 4, 5), WORTH)
    for i, weight in enumerate(WEIGHTS)
]
RULES = Rules(
    whole=RuleSet(Outcome.PASSED, 2, Fraction(5, 2), Distinction(Fraction(16, 5), 3)),
    parts=RuleSet(Outcome.ACCEPTED, 2),
    points=RuleSet(Outcome.PASSED, 2, pass_points=Fraction(125, 2)),
)
#: How often not assessable and levels 1 to 4 are given.
MIXES = {
    "as coaches rate": (1, 3, 30, 50, 16),
    "short of the mean": (0, 0, 60, 35, 5),
    "any level alike": (1, 1, 1, 1, 1),
}


def naive(ratings: dict[str, int | None], rule_set: str) -> dict[str, Any]:
    """The rules as one would write them down, and every lift by trying it."""
    found = naive_score(ratings, rule_set)
    found["lifts"] = []
    if found["outcome"] == "returned":
        for criterion in CRITERIA:
            level = ratings[criterion.key]
            for higher in LEVELS:
                if higher <= (level or 0):
                    continue
                tried = naive_score({**ratings, criterion.key: higher}, rule_set)
                if tried["outcome"] == "passed":
                    lift = (criterion.key, level, higher, tried["number"])
                    found["lifts"].append(lift)
    return found


def naive_score(ratings: dict[str, int | None], rule_set: str) -> dict[str, Any]:
    lines, total, weights, reasons = [], Fraction(0), 0, set()
    for criterion in CRITERIA:
        level = ratings[criterion.key]
        met = level is not None and level >= 2
        if not met:
            reasons.add("gate_not_met" if criterion.is_gate else "below_minimum")
        adds = None
        if level is not None:
            points = dict(criterion.levels)[level]
            adds = (
                points if rule_set == "points" else Fraction(criterion.weight * level)
            )
            total += adds
            weights += criterion.weight
        lines.append({"key": criterion.key, "level": level, "met": met, "adds": adds})
    number = None
    if weights:
        number = total if rule_set == "points" else total / weights
    needed = Fraction(125, 2) if rule_set == "points" else Fraction(5, 2)
    complete = all(line["level"] is not None for line in lines)
    if complete and number is not None and number < needed:
        reasons.add("too_low")
    distinction = (
        not reasons
        and rule_set == "whole"
        and number is not None
        and number >= Fraction(16, 5)
        and all(
            (ratings[c.key] or 0) >= 3 for c in CRITERIA if c.needed_for_distinction
        )
    )
    return {
        "outcome": "returned" if reasons else "passed",
        "reasons": reasons,
        "lines": lines,
        "number": number,
        "distinction": distinction,
    }


def draw(mix: tuple[int, ...], count: int, seed: int) -> list[dict[str, int | None]]:
    chance = random.Random(seed)
    return [
        {c.key: chance.choices([None, *LEVELS], mix)[0] for c in CRITERIA}
        for _ in range(count)
    ]


def check(rule_set: str, tracer: Tracer) -> float:
    """Both say the same of fresh draws; gives the mean number of lifts."""
    lifts = 0
    for mix in MIXES.values():
        for ratings in draw(mix, CHECKED, seed=1):
            ours, theirs = tracer.trace(ratings), naive(ratings, rule_set)
            assert ours.outcome.value == theirs["outcome"]
            assert ours.number == theirs["number"]
            assert ours.scored.distinction == theirs["distinction"]
            assert [x.adds for x in ours.lines] == [x["adds"] for x in theirs["lines"]]
            told = [(x.key, x.from_level, x.to_level, x.comes_to) for x in ours.lifts]
            assert told == theirs["lifts"]
            lifts += len(told)
    return lifts / len(MIXES) / CHECKED


def timed(
    work: Callable[[Any], Any], rows: Iterable[Any], count: int
) -> tuple[float, float]:
    """Results a second by CPU and by wall."""
    wall, cpu = time.perf_counter(), time.process_time()
    for row in rows:
        work(row)
    return count / (time.process_time() - cpu), count / (time.perf_counter() - wall)


def report(name: str, runs: list[tuple[float, float]]) -> float:
    cpu, wall = ([run[i] for run in runs] for i in (0, 1))
    middle = statistics.median(cpu)
    print(
        f"  {name:<34} {middle:>10,.0f} a second of CPU [{min(cpu):,.0f} to "
        f"{max(cpu):,.0f}]; wall {statistics.median(wall):,.0f}"
    )
    return middle


def compare(title: str, rule_set: str, mix: tuple[int, ...]) -> None:
    scorer = Scorer(CRITERIA, RULES, rule_set)
    tracer = Tracer(scorer)
    runs: dict[str, list[tuple[float, float]]] = {}
    for turn in range(ROUNDS):
        rows = draw(mix, RESULTS, seed=100 + turn)
        few = rows[:NAIVE_RESULTS]
        for name, work, given in (
            ("baseline with its lifts", lambda r: naive(r, rule_set), few),
            ("baseline, the score alone", lambda r: naive_score(r, rule_set), few),
            ("ours with its trace", tracer.trace, rows),
            ("ours, the score alone", scorer.score, rows),
        ):
            runs.setdefault(name, []).append(timed(work, given, len(given)))
    print(f"\n{title}, rule set {rule_set}")
    figures = {name: report(name, found) for name, found in runs.items()}
    ours = figures["ours with its trace"]
    ratios = [
        a[0] / b[0]
        for a, b in zip(
            runs["ours with its trace"], runs["baseline with its lifts"], strict=True
        )
    ]
    print(
        f"  with its trace: {statistics.median(ratios):.0f} times the baseline "
        f"[{min(ratios):.0f} to {max(ratios):.0f}]; "
        f"{'above' if ours > GOAL else 'BELOW'} {GOAL:,} a second"
    )


def pooled(assessors: int = 3) -> None:
    """The median of several assessors for each criterion, then scored and traced."""
    tracer = Tracer(Scorer(CRITERIA, RULES, "whole"))
    keys = [criterion.key for criterion in CRITERIA]
    runs = []

    def work(group: list[dict[str, int | None]]) -> None:
        tracer.trace({key: median_level([one[key] for one in group]) for key in keys})

    for turn in range(ROUNDS):
        rows = draw(MIXES["as coaches rate"], 10_000 * assessors, seed=200 + turn)
        groups = [rows[i : i + assessors] for i in range(0, len(rows), assessors)]
        runs.append(timed(work, groups, len(groups)))
    print(f"\nMedian of {assessors} assessors, rule set whole")
    report("ours with its trace", runs)


def main() -> None:
    for rule_set in ("whole", "points"):
        lifts = check(rule_set, Tracer(Scorer(CRITERIA, RULES, rule_set)))
        print(
            f"{rule_set}: the same as the baseline in {CHECKED * len(MIXES):,} draws, "
            f"{lifts:.1f} lifts each"
        )
    for title, mix in MIXES.items():
        compare(title.capitalize(), "whole", mix)
    compare("Short of the points", "points", MIXES["short of the mean"])
    pooled()


if __name__ == "__main__":
    main()
