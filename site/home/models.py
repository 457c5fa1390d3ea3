"""The start page and the plain text pages of the reference site."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The front page; courses live under it."""

    heading = models.CharField(_("heading"), max_length=120)
    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, "heading", "lead"]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("start page")


class TextPage(Page):
    """A statement such as accessibility or data protection."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "ul", "ol", "link"])

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    subpage_types: ClassVar = []
    template = "home/text_page.html"

    class Meta:
        verbose_name = _("text page")
