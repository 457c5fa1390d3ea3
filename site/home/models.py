"""The start page and the plain text pages of the reference site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    """The front page; courses live under it."""

    heading = models.CharField(_("heading"), max_length=120)
    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, "heading", "lead"]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("heading"),
        index.SearchField("lead"),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("start page")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        from courses.screens.catalogue import cards

        context = super().get_context(request, *args, **kwargs)
        return context | {"courses": cards(self, request)}


class TextPage(Page):
    """A statement such as accessibility or data protection."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "ul", "ol", "link"])

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/text_page.html"

    class Meta:
        verbose_name = _("text page")
