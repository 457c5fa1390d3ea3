"""The rules part of a rubric's file."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rubric.content import WEIGHTS_SUM, RuleContent
from rubric.drafts import MOST_LEVELS
from rubric.enums import Pooling
from rubric.interchange.fields import Reader

RULES = (
    *("scale", "weights_sum", "aggregate", "all_criteria_required", "minimum_level"),
    *("gate_criteria", "pass_mean", "parts", "choose_level", "not_assessable"),
    *("distinction", "text", "disclaimer", "points_to_pass", "pooling"),
)
NOT_ASSESSABLE = {
    "counts_as": "below_minimum",
    "in_gate_criterion": "gate_not_met",
    "mean": "information_only",
    "nothing_rated": "no_mean",
}
AT_LEAST = re.compile(r"at_least_(\d{1,2})")
#: Points are kept with four decimals and below this.
POINTS_BELOW = 10_000


class Marks(NamedTuple):
    """Keys of criteria that the rules single out."""

    gates: list[str]
    distinguished: list[str]


def read_rules(read: Reader, rules: dict[Any, Any]) -> tuple[RuleContent, Marks]:
    parts = read.mapping(
        rules.get("parts"), "rules.parts", ("minimum_level", "pass_mean")
    )
    distinction: dict[Any, Any] = {}
    if rules.get("distinction") is not None:
        distinction = read.mapping(rules["distinction"], "rules.distinction")
    level, distinguished = _distinction(read, distinction)
    bounds: dict[str, Any] = {"least": 1, "most": MOST_LEVELS}
    content = RuleContent(
        minimum_level=read.whole(
            rules.get("minimum_level"), "rules.minimum_level", **bounds
        ),
        pass_mean=read.decimal(rules.get("pass_mean"), "rules.pass_mean"),
        parts_minimum_level=read.whole(
            parts.get("minimum_level"), "rules.parts.minimum_level", **bounds
        ),
        parts_pass_mean=(
            read.decimal(parts["pass_mean"], "rules.parts.pass_mean")
            if parts.get("pass_mean") is not None
            else None
        ),
        distinction_mean=(
            read.decimal(distinction.get("mean"), "rules.distinction.mean")
            if distinction.get("mean", distinction or None) is not None
            else None
        ),
        distinction_level=level,
        points_to_pass=(
            read_points(read, rules["points_to_pass"], "rules.points_to_pass")
            if rules.get("points_to_pass") is not None
            else None
        ),
        pooling=read.choice(rules.get("pooling"), "rules.pooling", Pooling.values),
    )
    return content, Marks(
        read.keys(rules.get("gate_criteria"), "rules.gate_criteria"), distinguished
    )


def read_points(read: Reader, value: Any, path: str) -> Decimal:
    points = read.decimal(value, path, below=POINTS_BELOW)
    if points < 0:
        read.fault(path, _("must be at least %(least)d") % {"least": 0})
    return points


def _distinction(read: Reader, distinction: dict[Any, Any]) -> tuple[int, list[str]]:
    level, keys = 1, []
    for name in distinction:
        if match := AT_LEAST.fullmatch(str(name)):
            level = int(match[1])
            keys = read.keys(distinction[name], f"rules.distinction.{name}")
        elif name not in ("requires", "mean"):
            read.fault(f"rules.distinction.{name}", _("unknown key"))
    read.only(distinction.get("requires"), "rules.distinction.requires", "passed")
    return level, keys


def note_unsupported(read: Reader, rules: dict[Any, Any], levels: int) -> None:
    """What the file may state but not choose."""
    wanted = {"min": 1, "max": levels, "step": 1}
    if rules.get("scale") is not None:
        scale = read.mapping(rules["scale"], "rules.scale", wanted)
        for key, value in wanted.items():
            read.only(scale.get(key), f"rules.scale.{key}", value)
    read.only(rules.get("weights_sum"), "rules.weights_sum", WEIGHTS_SUM)
    read.only(rules.get("aggregate"), "rules.aggregate", "weighted_mean")
    read.only(rules.get("all_criteria_required"), "rules.all_criteria_required", True)
    states = rules.get("not_assessable")
    for key, only in NOT_ASSESSABLE.items():
        if isinstance(states, dict):
            read.only(states.get(key), f"rules.not_assessable.{key}", only)
