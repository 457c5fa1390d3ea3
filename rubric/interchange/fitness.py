"""What even a draft must have: what the tables and the editor can't do without."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from django.utils.translation import gettext as _

from rubric.content import CriterionContent, Fault, RubricContent


def unfit_for_a_draft(content: RubricContent) -> list[Fault]:
    """The faults that no draft may have; missing texts and weights are not among them."""
    return [*_scale(content), *_criteria(content.criteria), *_levels(content)]


def _scale(content: RubricContent) -> Iterator[Fault]:
    values = [step.value for step in content.scale]
    if not values or values != list(range(1, len(values) + 1)):
        yield Fault("levels", _("the levels must be 1, 2, 3 … without a gap"))
    for key in _twice(step.key for step in content.scale):
        yield Fault("levels", _("the key “%(key)s” is given twice") % {"key": key})


def _criteria(criteria: tuple[CriterionContent, ...]) -> Iterator[Fault]:
    if not criteria:
        yield Fault("criteria", _("at least one criterion is needed"))
    for key in _twice(criterion.key for criterion in criteria):
        yield Fault("criteria", _("the key “%(key)s” is given twice") % {"key": key})
    for uuid in _twice(criterion.uuid for criterion in criteria if criterion.uuid):
        yield Fault("criteria", _("the UUID %(uuid)s is given twice") % {"uuid": uuid})
    for order in _twice(criterion.sort_order for criterion in criteria):
        yield Fault(
            "criteria", _("the order %(order)s is given twice") % {"order": order}
        )
    for i, criterion in enumerate(criteria):
        if criterion.weight < 1:
            yield Fault(f"criteria[{i}].weight", _("must be at least 1"))


def _levels(content: RubricContent) -> Iterator[Fault]:
    values = {step.value for step in content.scale}
    for i, criterion in enumerate(content.criteria):
        for name in ("levels", "points", "level_sources"):
            allowed = values if name == "levels" else set(criterion.levels)
            for value in sorted(set(getattr(criterion, name)) - allowed):
                yield Fault(
                    f"criteria[{i}].{name}.{value}", _("the scale has no such level")
                )


def _twice(values: Iterable[Hashable]) -> list[Hashable]:
    return sorted((v for v, count in Counter(values).items() if count > 1), key=str)
