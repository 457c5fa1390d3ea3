"""The listing of certificates and the page of one: what staff see and may do."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from ..enums import State, Status
from ..models import Certificate
from ..permissions import user_can_change_status
from .certificate_actions import offers
from .columns import moment


def files_word(certificate: Certificate) -> str:
    """How far the files are; of a refused one also why."""
    word = str(certificate.get_state_display())
    reason = certificate.refusal_reason
    return f"{word}. {reason}" if reason else word


def status_word(certificate: Certificate) -> str:
    """What the public is told; nothing while it knows of no certificate."""
    is_open = certificate.status == Status.IN_FORCE
    if is_open and certificate.state != State.READY:
        return ""
    return str(certificate.get_status_display())


class CertificateIndex(generic.IndexView):
    default_ordering = "-issued_at"

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        counts = reverse("valmentamo_certificates_cms:counts")
        buttons.append(Button(_("Counts"), url=counts, icon_name="table", priority=50))
        if user_can_change_status(self.request.user):
            many = reverse("valmentamo_certificates_cms:revoke_many")
            label = _("Revoke many")
            buttons.append(Button(label, url=many, icon_name="cross", priority=60))
        return buttons

    def get_base_queryset(self) -> Any:
        # The job says whether a refused one may be tried again.
        return super().get_base_queryset().select_related("job")

    def get_list_more_buttons(self, instance: Certificate) -> list[MenuItem]:
        buttons = list(super().get_list_more_buttons(instance))
        for place, offer in enumerate(offers(instance, self.request.user), start=30):
            buttons.append(
                MenuItem(offer.label, offer.url, icon_name=offer.icon, priority=place)
            )
        return buttons


class CertificateInspect(generic.InspectView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            Button(offer.label, url=offer.url, icon_name=offer.icon, priority=place)
            for place, offer in enumerate(offers(self.object, self.request.user))
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.object
        return super().get_context_data(
            events=kept.events.select_related("by").order_by("pk"),
            grants=kept.grants.select_related("partner").order_by("pk"),
            files=kept.files.order_by("pk"),
            status_word=status_word(kept),
            **kwargs,
        )


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Certificates")
    url_namespace = "valmentamo_certificates_certificate"
    url_prefix = "certificates/certificate"
    index_view_class = CertificateIndex
    inspect_view_class = CertificateInspect
    list_display = [
        # Wagtail links the first column to the row only when it is a plain name.
        "printed_name",
        Column(
            "printed_code", label=pgettext_lazy("certificate", "Code"), sort_key="code"
        ),
        Column("files", label=_("Files"), accessor=files_word, sort_key="state"),
        Column("status", label=_("Status"), accessor=status_word, sort_key="status"),
        moment(Certificate, "issued_at"),
    ]
    list_filter = {
        "state": ["exact"],
        "status": ["exact"],
        "issued_at": ["date__gte", "date__lte"],
        "template_version__template": ["exact"],
    }
    search_fields = ["code", "printed_name"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = ["code"]
    inspect_template_name = (
        "valmentamo_certificates/wagtailadmin/certificate_inspect.html"
    )
    form_fields = ["refusal_reason"]
    copy_view_enabled = False
    add_to_reference_index = False


class RefusedIndex(CertificateIndex):
    header_more_buttons: Any = ()

    def get_base_queryset(self) -> Any:
        refused = super().get_base_queryset().refused()
        return refused.filter(status=Status.IN_FORCE)


class RefusedViewSet(CertificateViewSet):
    """What could not be made and waits for staff, each with its reason."""

    icon = "warning"
    menu_label = _("Could not be made")
    url_namespace = "valmentamo_certificates_refused"
    url_prefix = "certificates/refused"
    index_view_class = RefusedIndex
    list_display = [
        "printed_name",
        Column("refusal_reason", label=_("Why it could not be made")),
        moment(Certificate, "issued_at"),
    ]
    list_filter: Any = []

    def register_admin_url_finder(self) -> None:
        """The list of all certificates is where an address of one leads."""
