"""Components that show a rubric: level marks, rungs, choices, panels."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms.utils import ErrorList
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rubric.drawing import Shape
from rubric.forms import NOT_ASSESSABLE, RatingRow
from rubric.models import Criterion
from rubric.presenting import (
    MARKS,
    Profile,
    labels_of,
    language_shown,
    mark_name,
    next_rung,
    rungs_of,
)
from rubric.scoring import format_mean

register = template.Library()
FOLDER = "valmentamo_rubric"


@register.simple_tag
def level_mark(value: int | None, next: bool = False, top: int = MARKS) -> SafeString:
    """The drawing alone. It is hidden from screen readers: say the level beside it."""
    return _mark(mark_name(value or 0, top, is_next=next))


@register.simple_tag
def level_name(criterion: Criterion, value: int | None) -> str:
    """ "2 Developing", or the words for "not assessable" when there is no level."""
    if value is None:
        return str(criterion.version.not_assessable_label)
    return f"{value} {labels_of(criterion.version).get(value, '')}".strip()


@register.inclusion_tag(f"{FOLDER}/rungs.html")
def rungs(
    criterion: Criterion,
    now: int | None = None,
    next: int | None = None,
    now_text: str = "",
) -> dict[str, Any]:
    """The descriptors of a criterion. `now` is the level reached before."""
    levels = rungs_of(criterion, now=now, next_level=next)
    return {"rungs": levels, "now_text": now_text}


@register.inclusion_tag(f"{FOLDER}/criterion_panel.html")
def criterion_panel(
    criterion: Criterion,
    now: int | None = None,
    next: int | None = None,
    now_text: str = "",
    focus: Any = "",
    heading: int = 3,
) -> dict[str, Any]:
    """A criterion with its question, weight and rungs, to stand beside an answer."""
    return {
        "criterion": criterion,
        "rungs": rungs_of(criterion, now=now, next_level=next),
        "now_text": now_text,
        "focus": focus,
        "heading": heading,
    }


@register.inclusion_tag(f"{FOLDER}/peek.html")
def criterion_peek(
    criterion: Criterion,
    now: int | None = None,
    next: int | None = None,
    now_text: str = "",
) -> dict[str, Any]:
    """The same rungs folded up, for narrow screens."""
    return {
        "criterion": criterion,
        "rungs": rungs_of(criterion, now=now, next_level=next),
        "now_text": now_text,
    }


@register.inclusion_tag(f"{FOLDER}/level_choices.html")
def level_choices(
    criterion: Criterion,
    name: str = "",
    value: Any = "",
    *,
    not_assessable: bool = True,
    disabled: bool = False,
    error: str | ErrorList = "",
    hint: str = "",
    legend: str = "",
    optional: bool = False,
    hide_legend: bool = False,
    clearable: bool = False,
    id: str = "",
) -> dict[str, Any]:
    """A fieldset of radio buttons, one for each level. With `clearable` there is one
    more for "no level yet", since a radio button can't be undone by itself."""
    name = name or f"level-{criterion.key}"
    errors = error if isinstance(error, str) else " ".join(map(str, error))
    return {
        "criterion": criterion,
        "rungs": rungs_of(criterion),
        "name": name,
        "value": "" if value is None else str(value),
        "na": NOT_ASSESSABLE,
        "not_assessable": not_assessable,
        "disabled": disabled,
        "error": errors,
        "hint": hint,
        "legend": legend,
        "optional": optional,
        "hide_legend": hide_legend,
        "clearable": clearable,
        "id": id or f"id_{name}",
    }


@register.inclusion_tag(f"{FOLDER}/rating_row.html")
def rating_row(row: RatingRow, **options: Any) -> dict[str, Any]:
    """A row of `RatingForm`: the choices and the comments of one criterion. Options
    are those of `level_choices`."""
    choices = level_choices(
        row.criterion,
        row.level.html_name,
        row.level.value(),
        error=row.level.errors,
        not_assessable=row.offers_not_assessable,
        optional=not row.level.field.required,
        id=row.level.auto_id,
        **options,
    )
    return {**choices, "row": row}


@register.inclusion_tag(f"{FOLDER}/reading.html")
def reading(criteria: Iterable[Criterion], heading: int = 2) -> dict[str, Any]:
    """All criteria with their levels, to be read in peace."""
    return {"criteria": list(criteria), "heading": heading}


@register.inclusion_tag(f"{FOLDER}/next_level.html")
def next_level(criterion: Criterion, level: int | None = None) -> dict[str, Any]:
    """What lifts this to the next level: its descriptor. At the highest level, what
    keeps it there; with no level, what the lowest asks for."""
    rungs = rungs_of(criterion, now=level)
    reached = next((rung for rung in rungs if rung.is_now), None)
    return {"next": next_rung(criterion, level), "reached": reached}


@register.inclusion_tag(f"{FOLDER}/profile.html")
def profile(
    profile: Profile, title: str = "", id: str = "profile", heading: int = 2
) -> dict[str, Any]:
    """The levels of several assessments as a drawing and, beside it, as a table.
    Give each a different `id` when there are several on a page."""
    return {
        "profile": profile,
        "chart": profile.chart,
        "title": title,
        "id": id,
        "heading": heading,
    }


#: Drawn around the point that `translate` names; whole SVG elements of our own.
SHAPE_PATHS = {
    Shape.VESSEL: "M-13-11h26l-6.5 22h-13z",
    Shape.RING: "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    Shape.DIAMOND: "M0-10 10 0 0 10-10 0z",
    Shape.SQUARE: "M-8-8h16v16h-16z",
    Shape.TRIANGLE: "M0-10 10 8h-20z",
    Shape.CROSS: "M-8-4-4-8 0-4 4-8 8-4 4 0 8 4 4 8 0 4-4 8-8 4-4 0z",
}


@register.simple_tag
def profile_mark(shape: Shape, x: int, y: int) -> SafeString:
    """One mark of a profile chart."""
    return format_html(
        '<path class="p-mark p-{}" transform="translate({} {})" d="{}"/>',
        shape.value,
        str(x),
        str(y),
        SHAPE_PATHS[shape],
    )


@register.simple_tag
def profile_level(criterion: Criterion, value: int | str | None) -> str | SafeString:
    """A cell of the table beside the chart."""
    if value == "":
        return format_html(
            '<span aria-hidden="true">\u2013</span><span class="vh">{}</span>',
            _("not rated"),
        )
    return level_name(criterion, value if isinstance(value, int) else None)


@register.filter
def mean(value: Fraction | Decimal | None) -> str:
    """A mean with two decimals in the way of the active language, cut off."""
    if value is None:
        return ""
    return number_format(format_mean(Fraction(value)), decimal_pos=2)


@register.filter
def lang_attr(text: Any) -> SafeString:
    """` lang="fi"` when a text is shown in another language than the page."""
    language = language_shown(text)
    active = translation.get_language() or ""
    if not language or language == active or active.startswith(f"{language}-"):
        return SafeString("")
    return format_html(' lang="{}"', language)


def _mark(name: str) -> SafeString:
    return format_html(
        '<svg aria-hidden="true" focusable="false" viewBox="0 0 24 22">'
        '<use href="#{}"/></svg>',
        name,
    )


@register.filter
def draw(mark: str) -> SafeString:
    """Draw a mark by its name, as `Rung.mark` holds it."""
    return _mark(mark)
