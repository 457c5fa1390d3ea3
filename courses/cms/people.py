"""The listings of those who learn: enrolments and teams."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import Enrolment, Team


class EnrolmentViewSet(ModelViewSet):
    model = Enrolment
    icon = "clipboard-list"
    menu_label = gettext_lazy("Enrolments")
    url_namespace = "valmentamo_courses_enrolment"
    url_prefix = "courses/enrolment"
    list_display = [
        "user",
        "cohort",
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        "enrolled_at",
    ]
    list_filter = ["cohort", "kind", "state"]
    list_export = ["cohort", "kind", "state", "enrolled_at"]
    ordering = ["-enrolled_at"]
    form_fields = ["state"]
    copy_view_enabled = False
    add_to_reference_index = False


class TeamViewSet(ModelViewSet):
    model = Team
    icon = "group"
    menu_label = gettext_lazy("Teams")
    url_namespace = "valmentamo_courses_team"
    url_prefix = "courses/team"
    list_display = [
        "name",
        "cohort",
        Column("get_stage_display", label=gettext_lazy("Stage"), sort_key="stage"),
        "organisation",
        "partner",
    ]
    list_filter = ["cohort", "stage"]
    search_fields = ["name", "organisation"]
    search_backend_name = None
    ordering = ["name"]
    form_fields = ["name"]
    copy_view_enabled = False
    add_to_reference_index = False
