"""The listing and the form of what a description holds."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import InlinePanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from courses.cms.deleting import KeepingDelete
from courses.cms.widgets import languages_panel
from courses.models import DescriptionTemplate


class TemplateViewSet(ModelViewSet):
    model = DescriptionTemplate
    delete_view_class = KeepingDelete
    icon = "list-ul"
    menu_label = gettext_lazy("Descriptions")
    url_namespace = "valmentamo_courses_template"
    url_prefix = "courses/template"
    list_display = ["slug", "title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            "slug",
            languages_panel("title"),
            InlinePanel(
                "fields",
                heading=gettext_lazy("Fields"),
                panels=[
                    "key",
                    "sort_order",
                    languages_panel("label"),
                    languages_panel("help"),
                    "max_chars",
                    "max_words",
                    "shown_to_peers",
                    "innokyla",
                    "sim",
                ],
            ),
        ]
    )
