"""StreamField blocks of lessons."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["bold", "italic", "ul", "ol", "link", "document-link"]


class ExampleBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)

    class Meta:
        icon = "openquote"
        label = _("Example")
        template = "valmentamo_courses/blocks/example.html"


class LessonBody(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"),
        icon="title",
        max_length=120,
        template="valmentamo_courses/blocks/heading.html",
    )
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)
    image = ImageBlock(
        label=_("image"), template="valmentamo_courses/blocks/image.html"
    )
    example = ExampleBlock()


class OutcomesBlock(blocks.StreamBlock):
    outcome = blocks.CharBlock(label=_("outcome"), max_length=200)
