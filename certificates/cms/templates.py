"""The listings and forms of certificate templates and their versions."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from ..models import CertificateTemplate, CertificateTemplateVersion
from ..template_forms import VersionForm
from .columns import moment
from .preview import RIGHTS, problems_of

FORM = "valmentamo_certificates/wagtailadmin/version_form.html"


def has_eu_funding(version: CertificateTemplateVersion) -> str:
    return str(yesno(version.co_funded))


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


class WithPreview:
    """The form stays open after saving, with the page as it now is beside it."""

    object: Any
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form, pk = context["form"], getattr(self.object, "pk", None)
        return context | {
            "preview_languages": [
                (code, get_language_info(code)["name_local"])
                for code, _name in settings.LANGUAGES
            ],
            "preview_url": reverse(
                "valmentamo_certificates_cms:preview", args=[pk] if pk else []
            ),
            "problems": list(problems_of(form)) if form.is_bound else [],
        }

    def get_success_url(self) -> str:
        return reverse("valmentamo_certificates_version:edit", args=[self.object.pk])


class VersionEdit(WithPreview, Unpublished, generic.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("valmentamo_certificates_cms:publish", args=[self.object.pk])
        button = Button(_("Publish"), url=url, icon_name="check", priority=5)
        return [*super().header_more_buttons, button]


class VersionDelete(Unpublished, generic.DeleteView):
    pass


class VersionIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("template")

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


class VersionInspect(generic.InspectView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The page itself, for those who may see it drawn."""
        policy = policy_registry.get_by_type(CertificateTemplateVersion)
        if not policy.user_has_any_permission(self.request.user, RIGHTS):
            return []
        url = reverse("valmentamo_certificates_cms:preview", args=[self.object.pk])
        return [Button(_("Preview"), url=url, icon_name="view", priority=5)]


class VersionAdd(WithPreview, generic.CreateView):
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
    list_display = [
        "__str__",
        "layout",
        Column("co_funded", label=_("EU funding"), accessor=has_eu_funding),
        moment(CertificateTemplateVersion, "published_at"),
    ]
    list_filter = ["template", "layout"]
    inspect_view_class = VersionInspect
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id", "number"]
    copy_view_enabled = False
    create_template_name = edit_template_name = FORM

    def get_form_class(self, for_update: bool = False) -> type[VersionForm]:
        return VersionForm
