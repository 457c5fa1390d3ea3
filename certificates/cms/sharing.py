"""Partners' grants: read by staff, and ended when a holder's objection is accepted."""

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from ..enums import Basis
from ..models import PartnerGrant
from ..permissions import user_can_change_status
from ..services.sharing import withdraw_grant
from .acting import Action
from .columns import moment


class EndTask(Action):
    """Only what rests on a task: a consent is the holder's own to take back."""

    verb = "end_share"
    is_serious = True
    model = PartnerGrant
    right = "valmentamo_certificates.change_certificate"
    page_title = _("End the sharing")
    header_icon = "link"
    question = _(
        "The partner can no longer see or download this certificate. Do this when the "
        "holder has objected and the objection is accepted."
    )
    done = _("The partner can no longer see the certificate.")
    back = "valmentamo_certificates_grant:index"
    object: PartnerGrant

    def get_queryset(self) -> Any:
        return PartnerGrant.objects.by_task()

    def act(self, form: Form) -> None:
        withdraw_grant(grant=self.object, by=self.request.user)
        log(self.object.certificate, "certificates.end_share")


class GrantInspect(generic.InspectView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        grant = self.object
        if not user_can_change_status(self.request.user):
            return []
        if grant.basis != Basis.PUBLIC_TASK or grant.withdrawn_at is not None:
            return []
        url = reverse("valmentamo_certificates_cms:end_share", args=[grant.pk])
        return [Button(EndTask.page_title, url=url, icon_name="cross")]


class GrantIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("certificate", "partner")


class GrantViewSet(ModelViewSet):
    """A grant is given with the certificate and never changed, only ended."""

    model = PartnerGrant
    icon = "link"
    menu_label = _("Shares")
    url_namespace = "valmentamo_certificates_grant"
    url_prefix = "certificates/grant"
    index_view_class = GrantIndex
    inspect_view_class = GrantInspect
    list_display = [
        TitleColumn(
            "certificate",
            label=pgettext_lazy("certificate", "Code"),
            url_name="valmentamo_certificates_grant:inspect",
        ),
        Column("partner", label=_("Partner organisation")),
        Column("basis", label=_("Legal basis"), accessor="get_basis_display"),
        moment(PartnerGrant, "given_at"),
        moment(PartnerGrant, "until"),
        moment(PartnerGrant, "withdrawn_at"),
    ]
    list_filter = ["partner", "basis"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "certificate",
        "partner",
        "basis",
        "purpose",
        "given_at",
        "until",
        "withdrawn_at",
    ]
    form_fields = ["purpose"]
    copy_view_enabled = False
    add_to_reference_index = False
