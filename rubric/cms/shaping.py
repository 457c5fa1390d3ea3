"""What a button of the editor does to the form before it is saved.

Each one works without a script: the form is sent, changed here and shown again.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, QueryDict

from rubric.cms.shape import MOST_ROWS, MOST_STEPS, Shape
from rubric.content import WEIGHTS_SUM
from rubric.enums import RatedBy


class Shaped(NamedTuple):
    """The changed form, and the element that the person goes on from."""

    post: QueryDict
    focus: str


def reshape(post: QueryDict, shape: Shape, action: str) -> Shaped:
    verb, _colon, target = action.partition(":")
    change = VERBS.get(verb)
    if change is None:
        raise Http404("No such action")
    post = post.copy()
    return Shaped(post, change(post, shape, target))


def _move(step: int) -> Callable[[QueryDict, Shape, str], str]:
    def move(post: QueryDict, shape: Shape, target: str) -> str:
        order = list(shape.criteria)
        place = _place(order, target)
        order.insert(min(max(place + step, 0), len(order) - 1), order.pop(place))
        post.setlist("criterion", order)
        return f"{'up' if step < 0 else 'down'}-{target}"

    return move


def _place(order: list[str], target: str) -> int:
    if target not in order:
        raise Http404("No such criterion in this form")
    return order.index(target)


def _remove(post: QueryDict, shape: Shape, target: str) -> str:
    post.setlist("removed", sorted({*shape.removed, _known(shape, target)}))
    return f"keep-{target}"


def _keep(post: QueryDict, shape: Shape, target: str) -> str:
    kept = {_known(shape, target)}
    if target.startswith("s-"):
        kept |= {f"s-{v}" for v in shape.steps if v <= int(target.removeprefix("s-"))}
    post.setlist("removed", sorted(shape.removed - kept))
    return f"remove-{target}"


def _known(shape: Shape, target: str) -> str:
    names = {f"c-{c}" for c in shape.criteria} | {f"s-{v}" for v in shape.steps}
    if target not in names:
        raise Http404("No such criterion or level in this form")
    return target


def _add_criterion(post: QueryDict, shape: Shape, target: str) -> str:
    if len(shape.criteria) >= MOST_ROWS:
        raise Http404("Too many criteria")
    place = shape.next_new()
    post.appendlist("criterion", place)
    post[f"c-{place}-weight"] = str(weight_left(post, shape))
    post[f"c-{place}-rated_by"] = RatedBy.EVERYONE
    return f"id_c-{place}-name-{shape.languages[0]}"


def _add_level(post: QueryDict, shape: Shape, target: str) -> str:
    if len(shape.steps) >= MOST_STEPS:
        raise Http404("Too many levels")
    value = len(shape.steps) + 1
    if shape.kept_steps != list(shape.steps):
        return _keep(post, shape, f"s-{len(shape.kept_steps) + 1}")
    post.appendlist("step", str(value))
    return f"id_s-{value}-label-{shape.languages[0]}"


def _points(post: QueryDict, shape: Shape, target: str) -> str:
    if target == "on":
        post["points"] = "1"
        return "id_points_to_pass"
    post.pop("points", None)
    return "points-on"


def weight_left(post: QueryDict, shape: Shape) -> int:
    """What is missing from a hundred, and at least one."""
    given = (post.get(f"c-{place}-weight", "") for place in shape.kept_criteria)
    used = sum(int(text) for text in given if text.isdecimal() and len(text) < 6)
    return max(1, WEIGHTS_SUM - used)


VERBS: dict[str, Callable[[QueryDict, Shape, str], str]] = {
    "up": _move(-1),
    "down": _move(1),
    "remove": _remove,
    "keep": _keep,
    "add-criterion": _add_criterion,
    "add-level": _add_level,
    "points": _points,
}
