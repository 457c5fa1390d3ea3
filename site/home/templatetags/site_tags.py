"""Tags of the shell: languages, initials, form widgets, messages."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from home.languages import LanguageLink, language_links

register = template.Library()

NOTE_KINDS = {"success": "ok", "warning": "next", "error": "stop"}
BARE_WIDGETS = {"checkbox", "radioselect", "checkboxselectmultiple", "hidden"}


@register.simple_tag(takes_context=True)
def translated_urls(context: Context) -> list[LanguageLink]:
    """The page at hand in every language; nothing where there is no request."""
    request = context.get("request")
    return language_links(request, context.get("page")) if request else []


@register.filter
def initials(user: Any) -> str:
    """Two letters for the round face beside a name."""
    names = [user.first_name, user.last_name]
    return "".join(name[:1] for name in names).upper() or str(user)[:1].upper()


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The widget with the class of its kind and no placeholder: labels stand above."""
    kind = field.widget_type
    given = field.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"placeholder": False}
    if kind not in BARE_WIDGETS and not given:
        attrs["class"] = "input input-s" if kind == "textarea" else "input"
    return field.as_widget(attrs=attrs)


@register.filter
def note_kind(message: Message) -> str:
    return NOTE_KINDS.get(message.level_tag, "info")


@register.filter
def note_role(message: Message) -> str:
    return "alert" if message.level_tag == "error" else "status"
