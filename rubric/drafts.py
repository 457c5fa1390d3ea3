"""What a draft must hold to be kept: it may have gaps, but its structure must be sound."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from rubric.content import (
    WEIGHTS_SUM,
    CriterionContent,
    Fault,
    RubricContent,
    RuleContent,
)
from rubric.enums import Pooling, RatedBy

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_LABEL = 20
LONGEST_SCALE_KEY = 40
LONGEST_KEY = 60
#: What the files of `rubric.interchange` hold too, so that every draft goes out and
#: comes back.
MOST_LEVELS, MOST_CRITERIA = 10, 60
#: Places in the order of criteria.
MOST_ORDER = 1000
LARGEST_POINTS = Decimal(10_000)


def first_rules(levels: int) -> RuleContent:
    """The rules that a draft begins with, until staff decide: level 2, and the middle
    of the scale as the mean."""
    return RuleContent(
        minimum_level=min(2, levels),
        pass_mean=Decimal(levels + 1) / 2,
        parts_minimum_level=min(2, levels),
        parts_pass_mean=None,
        distinction_mean=None,
        distinction_level=min(3, levels),
    )


def structure_faults(content: RubricContent) -> list[Fault]:
    """Everything that keeps the content from being saved as a draft."""
    return [
        *_of_version(content),
        *_of_scale(content),
        *_of_rules(content),
        *_of_criteria(content),
    ]


def _of_version(content: RubricContent) -> Iterator[Fault]:
    if not content.label.strip():
        yield Fault("version", _("Give the version a name, for example 1.1."))
    if len(content.label) > LONGEST_LABEL:
        yield Fault("version", _at_most(LONGEST_LABEL))
    if not content.languages:
        yield Fault("languages", _("Choose at least one language."))
    for language in content.languages:
        if not LANGUAGE.fullmatch(language):
            yield Fault("languages", _("Not a code of a language: “%s”.") % language)
    if len(set(content.languages)) < len(content.languages):
        yield Fault("languages", _("The same language is given twice."))


def _of_scale(content: RubricContent) -> Iterator[Fault]:
    values = [step.value for step in content.scale]
    if values != list(range(1, len(values) + 1)):
        yield Fault("levels", _("The levels must be 1, 2, 3 … without a gap."))
    if not 1 <= len(values) <= MOST_LEVELS:
        yield Fault("levels", _("There must be 1–%d levels.") % MOST_LEVELS)
    seen: set[str] = set()
    for i, step in enumerate(content.scale):
        yield from _of_key(f"levels[{i}].key", step.key, LONGEST_SCALE_KEY, seen)


def _of_rules(content: RubricContent) -> Iterator[Fault]:
    rules = content.rules
    for path, level in (
        ("rules.minimum_level", rules.minimum_level),
        ("rules.parts.minimum_level", rules.parts_minimum_level),
        ("rules.distinction", rules.distinction_level),
    ):
        if not 0 <= level <= MOST_LEVELS:
            yield Fault(path, _("The scale has no such level."))
    for path, mean, limit in (
        ("rules.pass_mean", rules.pass_mean, Decimal(100)),
        ("rules.parts.pass_mean", rules.parts_pass_mean, Decimal(100)),
        ("rules.distinction.mean", rules.distinction_mean, Decimal(100)),
        ("rules.points_to_pass", rules.points_to_pass, LARGEST_POINTS),
    ):
        if mean is not None and not _fits(mean, limit):
            yield Fault(path, _number_between(limit))
    if rules.pooling not in Pooling.values:
        yield Fault("rules.pooling", _("Choose one of the ways shown."))


def _of_criteria(content: RubricContent) -> Iterator[Fault]:
    if len(content.criteria) > MOST_CRITERIA:
        message = _("at most %(limit)d are allowed") % {"limit": MOST_CRITERIA}
        yield Fault("criteria", message)
    keys: set[str] = set()
    uuids = set()
    for i, criterion in enumerate(content.criteria):
        path = f"criteria[{i}]"
        yield from _of_key(f"{path}.key", criterion.key, LONGEST_KEY, keys)
        if criterion.uuid in uuids:
            yield Fault(path, _("The same criterion is given twice."))
        uuids.add(criterion.uuid or object())
        if not 1 <= criterion.weight <= WEIGHTS_SUM:
            message = _("Give a whole number from %(least)d to %(most)d.")
            most = {"least": 1, "most": WEIGHTS_SUM}
            yield Fault(f"{path}.weight", message % most)
        if not 0 <= criterion.sort_order <= MOST_ORDER:
            yield Fault(f"{path}.order", _("Not a place in the order."))
        if criterion.rated_by not in RatedBy.values:
            yield Fault(f"{path}.rated_by", _("Choose one of those shown."))
        for key in criterion.looks_at:
            yield from _of_key(f"{path}.looks_at", key, LONGEST_KEY)
        yield from _of_levels(path, criterion, {step.value for step in content.scale})


def _of_levels(
    path: str, criterion: CriterionContent, scale: set[int]
) -> Iterator[Fault]:
    for value in sorted(set(criterion.levels) - scale):
        yield Fault(f"{path}.levels.{value}", _("The scale has no such level."))
    for value, points in criterion.points.items():
        if value not in criterion.levels:
            yield Fault(f"{path}.points.{value}", _("The scale has no such level."))
        elif not _fits(points, LARGEST_POINTS):
            yield Fault(f"{path}.points.{value}", _number_between(LARGEST_POINTS))


def _of_key(
    path: str, key: str, longest: int, seen: set[str] | None = None
) -> Iterator[Fault]:
    if not KEY.fullmatch(key):
        message = _(
            "A key begins with a letter a–z or a number; hyphens and underscores may "
            "follow."
        )
        yield Fault(path, message)
    if len(key) > longest:
        yield Fault(path, _at_most(longest))
    if seen is None:
        return
    if key in seen:
        yield Fault(path, _("The key “%(key)s” is used twice.") % {"key": key})
    seen.add(key)


def _fits(number: Decimal, limit: Decimal) -> bool:
    """Within the column: four decimals, and below the limit."""
    if not number.is_finite() or not 0 <= number < limit:
        return False
    return number == number.quantize(Decimal("0.0001"))


def _number_between(limit: Decimal) -> str:
    return _("Give a number from 0 to below %d, with at most four decimals.") % limit


def _at_most(length: int) -> str:
    return _("Use at most %d characters.") % length
