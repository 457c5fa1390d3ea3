"""Icons, days, times and names on the screens of the courses app."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from courses import dates
from rubric.presenting import MARKS

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the page's sprite; words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="#i-{}" /></svg>',
        name,
    )


@register.simple_tag
def reached_mark(value: int | None) -> SafeString:
    """The layers reached and, in cloudberry, the next one. Words stand beside it."""
    reached = value or 0
    suffix = "n" if reached < MARKS else ""
    return format_html(
        '<svg aria-hidden="true" focusable="false" viewBox="0 0 24 22">'
        '<use href="#lv{}{}" /></svg>',
        reached,
        suffix,
    )


@register.filter
def short_time(moment: datetime | None) -> str:
    return dates.short_time(moment) if moment else ""


@register.filter
def short_day(day: date | datetime | None) -> str:
    return dates.short_day(day) if day else ""


@register.filter
def person_initials(person: Any) -> str:
    """Two letters for the round face beside a name."""
    name = person.get_full_name() if person else ""
    return "".join(part[:1] for part in name.split()[:2]).upper() or "?"


@register.filter
def person_name(person: Any) -> str:
    return str(person.get_full_name() or person) if person else ""


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The widget with the look of a text field or a list."""
    return field.as_widget(attrs={"class": "input"})
