"""The listings and forms of cohorts and of those who coach them."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from certificates.permissions import user_can_change_status
from courses.cms.deleting import KeepingDelete
from courses.cms.forms import CohortCoachForm, PartnerTaskForm
from courses.models import Cohort, CohortCoach, PartnerTask


class CohortIndex(generic.IndexView):
    def get_list_more_buttons(self, instance: Cohort) -> list[MenuItem]:
        report = MenuItem(
            _("Report"),
            reverse("valmentamo_courses:report", args=[instance.uuid]),
            icon_name="table",
            priority=5,
        )
        issue = MenuItem(
            _("Make the missing certificates"),
            reverse("valmentamo_courses_cms:issue", args=[instance.uuid]),
            icon_name="doc-full",
            priority=6,
        )
        shown = [report, issue] if self.may_issue else [report]
        return [*shown, *super().get_list_more_buttons(instance)]

    @cached_property
    def may_issue(self) -> bool:
        return user_can_change_status(self.request.user)


class CohortViewSet(ModelViewSet):
    model = Cohort
    index_view_class = CohortIndex
    delete_view_class = KeepingDelete
    icon = "group"
    menu_label = gettext_lazy("Cohorts")
    url_namespace = "valmentamo_courses_cohort"
    url_prefix = "courses/cohort"
    list_display = ["name", "course", "kind", "starts_on", "ends_on"]
    list_filter = ["course", "kind"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    form_fields = [
        "course",
        "name",
        "kind",
        "starts_on",
        "ends_on",
        "enrolment_opens_at",
        "enrolment_closes_at",
        "partner",
        "second_reading_one_in",
    ]


class CohortCoachViewSet(ModelViewSet):
    model = CohortCoach
    icon = "user"
    menu_label = gettext_lazy("Coaches")
    url_namespace = "valmentamo_courses_coach"
    url_prefix = "courses/coach"
    list_display = ["user", "cohort", "starts_on", "ends_on", "substitute"]
    list_filter = ["cohort"]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = CohortCoachForm.Meta.fields

    def get_form_class(self, for_update: bool = False) -> type[CohortCoachForm]:
        return CohortCoachForm


class PartnerTaskIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("partner", "cohort")


class PartnerTaskViewSet(ModelViewSet):
    model = PartnerTask
    index_view_class = PartnerTaskIndex
    icon = "link"
    menu_label = gettext_lazy("Partners' tasks")
    url_namespace = "valmentamo_courses_partner_task"
    url_prefix = "courses/partner_task"
    list_display = ["partner", "cohort", "ends_on"]
    list_filter = ["cohort", "partner"]
    copy_view_enabled = False
    form_fields = PartnerTaskForm.Meta.fields

    def get_form_class(self, for_update: bool = False) -> type[PartnerTaskForm]:
        return PartnerTaskForm
