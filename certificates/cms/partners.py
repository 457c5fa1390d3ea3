"""The listings and forms of partners, the people who act for them, and issuers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Issuer, Membership, PartnerOrganisation
from .choosing import PeopleChooser
from .columns import moment


class MemberChooser(PeopleChooser):
    rights = (
        "valmentamo_certificates.add_membership",
        "valmentamo_certificates.change_membership",
    )
    known_by = Membership


member_chooser = MemberChooser("valmentamo_certificates_member")


class PartnerViewSet(ModelViewSet):
    model = PartnerOrganisation
    icon = "group"
    menu_label = _("Partners")
    url_namespace = "valmentamo_certificates_partner"
    url_prefix = "certificates/partner"
    list_display = ["name", "slug", "kind"]
    search_fields = ["name", "slug"]
    search_backend_name = None
    form_fields = ["name", "slug", "kind"]
    copy_view_enabled = False


class MembershipIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("user", "partner")


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    menu_label = _("Partners' people")
    url_namespace = "valmentamo_certificates_membership"
    url_prefix = "certificates/membership"
    index_view_class = MembershipIndex
    list_display = ["user", "partner", "role", moment(Membership, "ended_at")]
    list_filter = ["partner", "role"]
    edit_handler = ObjectList(
        [
            "partner",
            FieldPanel("user", widget=member_chooser.widget_class),
            "role",
            "ended_at",
        ]
    )
    copy_view_enabled = False
    add_to_reference_index = False


class IssuerViewSet(ModelViewSet):
    model = Issuer
    icon = "home"
    menu_label = _("Issuers")
    url_namespace = "valmentamo_certificates_issuer"
    url_prefix = "certificates/issuer"
    list_display = ["slug", "name", "country"]
    form_fields = ["slug", "name", "country", "website", "email"]
    copy_view_enabled = False
