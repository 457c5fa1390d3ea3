"""Listings and forms: certificates, partners, memberships, issuers, templates."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import policy_registry

from ..models import (
    Certificate,
    CertificateTemplate,
    CertificateTemplateVersion,
    Issuer,
    Membership,
    PartnerOrganisation,
)
from ..models.template import TemplateTexts
from ..permissions import user_can_change_status

TEXTS = [field.name for field in TemplateTexts._meta.get_fields()]


class CertificateIndex(generic.IndexView):
    default_ordering = "-issued_at"

    def get_list_more_buttons(self, instance: Certificate) -> list[MenuItem]:
        buttons = list(super().get_list_more_buttons(instance))
        if user_can_change_status(self.request.user) and instance.is_closable:
            address = reverse("valmentamo_certificates_cms:revoke", args=[instance.pk])
            buttons.append(
                MenuItem(_("Revoke"), address, icon_name="cross", priority=30)
            )
        return buttons


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Certificates")
    url_namespace = "valmentamo_certificates_certificate"
    url_prefix = "certificates/certificate"
    index_view_class = CertificateIndex
    list_display = [
        # Wagtail links the first column to the row only when it is a plain name.
        "printed_name",
        Column(
            "printed_code", label=pgettext_lazy("certificate", "Code"), sort_key="code"
        ),
        Column("get_state_display", label=_("Files"), sort_key="state"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        "issued_at",
    ]
    list_filter = ["state", "status"]
    search_fields = ["code", "printed_name"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = [
        "printed_code",
        "printed_name",
        "recipient",
        "languages",
        "template_version",
        "collection",
        "issued_at",
        "valid_until",
        "state",
        "refusal_reason",
        "status",
        "history",
    ]
    form_fields = ["refusal_reason"]
    copy_view_enabled = False
    add_to_reference_index = False


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


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    menu_label = _("Partners' people")
    url_namespace = "valmentamo_certificates_membership"
    url_prefix = "certificates/membership"
    list_display = ["user", "partner", "role", "ended_at"]
    list_filter = ["partner", "role"]
    form_fields = ["partner", "user", "role", "ended_at"]
    copy_view_enabled = False
    add_to_reference_index = False


class IssuerViewSet(ModelViewSet):
    model = Issuer
    icon = "home"
    menu_label = _("Issuers")
    url_namespace = "valmentamo_certificates_issuer"
    url_prefix = "certificates/issuer"
    list_display = ["slug", "name", "country"]
    form_fields = ["slug", "name", "country", "website"]
    copy_view_enabled = False


class TemplateViewSet(ModelViewSet):
    model = CertificateTemplate
    icon = "doc-empty"
    menu_label = _("Templates")
    url_namespace = "valmentamo_certificates_template"
    url_prefix = "certificates/template"
    list_display = ["name", "slug"]
    form_fields = ["name", "slug"]
    copy_view_enabled = False


class Unpublished:
    """A published version is read only: the form and the deletion are not for it."""

    def get_object(self, queryset: Any = None) -> CertificateTemplateVersion:
        version = super().get_object(queryset)  # type: ignore[misc]
        if version.is_published:
            raise PermissionDenied
        return version


class VersionEdit(Unpublished, generic.EditView):
    pass


class VersionDelete(Unpublished, generic.DeleteView):
    pass


class VersionIndex(generic.IndexView):
    def get_edit_url(self, instance: Any) -> str | None:
        if instance.is_published:
            return None
        return super().get_edit_url(instance)

    def get_delete_url(self, instance: Any) -> str | None:
        if instance.is_published:
            return None
        return super().get_delete_url(instance)

    def get_list_more_buttons(self, instance: Any) -> list[MenuItem]:
        buttons = list(super().get_list_more_buttons(instance))
        policy = policy_registry.get_by_type(CertificateTemplateVersion)
        if policy.user_has_permission(self.request.user, "change"):
            verb, label = (
                ("begin", _("New version"))
                if instance.is_published
                else ("publish", _("Publish"))
            )
            name = f"valmentamo_certificates_cms:{verb}"
            address = reverse(name, args=[instance.pk])
            buttons.append(MenuItem(label, address, icon_name="check", priority=5))
        return buttons


class VersionAdd(generic.CreateView):
    """Numbers follow each other; nobody types them."""

    def save_instance(self) -> CertificateTemplateVersion:
        version = self.form.instance
        last = version.template.versions.aggregate(number=Max("number"))["number"]
        version.number = (last or 0) + 1
        return super().save_instance()


class VersionViewSet(ModelViewSet):
    model = CertificateTemplateVersion
    icon = "doc-full-inverse"
    menu_label = _("Template versions")
    url_namespace = "valmentamo_certificates_version"
    url_prefix = "certificates/version"
    index_view_class = VersionIndex
    add_view_class = VersionAdd
    edit_view_class = VersionEdit
    delete_view_class = VersionDelete
    list_display = ["__str__", "layout", "co_funded", "published_at"]
    list_filter = ["template", "layout"]
    inspect_view_enabled = True
    form_fields = ["template", "issuer", "layout", "co_funded", *TEXTS]
    copy_view_enabled = False


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 300
    items = (
        CertificateViewSet,
        PartnerViewSet,
        MembershipViewSet,
        TemplateViewSet,
        VersionViewSet,
        IssuerViewSet,
    )
