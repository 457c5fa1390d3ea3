"""Tags of the screens of those who rate: levels and changes in words."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.enums import SubmissionState
from courses.presenting import STATE_KINDS
from rubric.enums import Aspect

register = template.Library()


@register.simple_tag
def level_words(level: int | None, scale: Sequence[tuple[int, str]]) -> SafeString:
    """A level as its digit and name: "3 Convincing"; a dash where nothing is rated."""
    if level is None:
        return _none()
    return format_html("{} {}", level, dict(scale).get(level, ""))


@register.simple_tag
def signed(change: int | None) -> SafeString:
    """A change of level with its sign; a true minus, so that it is read as one."""
    if change is None:
        return _none()
    sign = "+" if change > 0 else "\u2212" if change < 0 else ""
    return format_html("{}{}", sign, abs(change))


def _none() -> SafeString:
    return _dash(_("not rated"))


def _dash(words: str) -> SafeString:
    """A dash for the eye, words for the ear."""
    return format_html(
        '<span aria-hidden="true">\u2013</span><span class="vh">{}</span>', words
    )


@register.simple_tag
def aspect_label(aspect: str) -> str:
    """What a kind of comment is called."""
    return str(Aspect(aspect).label)


@register.simple_tag
def answer_state(state: str) -> SafeString:
    """Where an answer is, in the words that learners see."""
    if not state:
        return _dash(_("not begun"))
    known = SubmissionState(state)
    kind = STATE_KINDS.get(known)
    tag = f"tag tag-{kind}" if kind else "tag"
    return format_html('<span class="{}">{}</span>', tag, known.label)
