"""What even a draft from a file must have: what the tables and the editor need."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from rubric.content import Fault, RubricContent
from rubric.drafts import structure_faults


def unfit_for_a_draft(content: RubricContent) -> list[Fault]:
    """The faults that no draft may have; missing texts and weights are not among them."""
    return [*structure_faults(content), *_criteria(content)]


def _criteria(content: RubricContent) -> Iterator[Fault]:
    if not content.criteria:
        yield Fault("criteria", _("at least one criterion is needed"))
    orders = Counter(criterion.sort_order for criterion in content.criteria)
    for order in sorted(order for order, count in orders.items() if count > 1):
        yield Fault(
            "criteria", _("the order %(order)s is given twice") % {"order": order}
        )
    for i, criterion in enumerate(content.criteria):
        for value in sorted(set(criterion.level_sources) - set(criterion.levels)):
            yield Fault(
                f"criteria[{i}].level_sources.{value}",
                _("the scale has no such level"),
            )
