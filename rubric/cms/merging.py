"""What was typed and what somebody else saved meanwhile, in one form."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.formats import localize_input

from rubric.cms.shape import Shape, initial_of, is_new
from rubric.content import RubricContent


class Merged(NamedTuple):
    post: QueryDict
    #: Criteria that the other person added, and those that they removed.
    added: list[str]
    gone: list[str]


def merge(post: QueryDict, theirs: RubricContent) -> Merged:
    """Nothing typed is lost: a criterion that is gone becomes a new one, and what was
    added comes along. Whoever saves this form decides about both."""
    post = post.copy()
    shape = Shape.read(post, theirs)
    known = [str(criterion.uuid) for criterion in theirs.criteria]
    order: list[str] = []
    gone: list[str] = []
    next_new = int(shape.next_new().removeprefix("new-"))
    for place in shape.criteria:
        if is_new(place) or place in known:
            order.append(place)
        elif not shape.is_removed(f"c-{place}"):
            gone.append(f"new-{next_new + len(gone)}")
            order.append(gone[-1])
            _rename(post, f"c-{place}-", f"c-{gone[-1]}-")
    added = [place for place in known if place not in order]
    post.setlist("criterion", [*order, *added])
    steps = max(len(shape.steps), len(theirs.scale))
    post.setlist("step", [str(value + 1) for value in range(steps)])
    if Shape.of(theirs).points:
        post.setdefault("points", "1")
    _take_along(post, initial_of(theirs), [f"c-{place}-" for place in added])
    return Merged(post, added, gone)


def _rename(post: QueryDict, old: str, new: str) -> None:
    for name in [name for name in post if name.startswith(old)]:
        post.setlist(new + name.removeprefix(old), post.pop(name))


def _take_along(post: QueryDict, values: dict[str, Any], added: list[str]) -> None:
    """What the form did not have: criteria, levels and languages of the other one."""
    for name, value in values.items():
        match value:
            case str() | Decimal():
                post.setdefault(name, str(localize_input(value)))
            case True if name.startswith(tuple(added)):
                post[name] = "on"
            case False | True:
                pass
            case int():
                post.setdefault(name, str(value))
            case tuple() if name.startswith(tuple(added)):
                post[name] = ", ".join(value)
