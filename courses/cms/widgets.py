"""A text in every language: one labelled input for each, with its own `lang`."""

from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from i18nfield.forms import I18nTextarea, I18nTextInput, I18nWidget
from wagtail.admin.panels import FieldPanel


class SideBySide(I18nWidget):
    """The stock widget names the language only in a placeholder, which goes when typed."""

    def format_output(self, rendered_widgets: list[Any], id_: str | None) -> str:
        names = dict(settings.LANGUAGES)
        codes = [code for code in self.locales if code in self.enabled_locales]
        rows = format_html_join(
            "",
            '<div><label for="{}_{}" lang="{}">{}</label> {}</div>',
            (
                (
                    id_ or "",
                    self.locales.index(code),
                    code,
                    names.get(code, code),
                    _safe(html),
                )
                for code, html in zip(codes, rendered_widgets, strict=True)
            ),
        )
        return format_html('<div id="{}">{}</div>', id_ or "", rows)


class LanguagesInput(SideBySide, I18nTextInput):
    """Lines."""


class LanguagesTextarea(SideBySide, I18nTextarea):
    """Paragraphs."""


def _safe(html: str) -> SafeString:
    # Each part was rendered by Django's own text input, which escapes its value.
    return mark_safe(html)  # noqa: S308


def languages_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=LanguagesInput)
