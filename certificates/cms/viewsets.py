"""The menu of the certificates app and the screens under it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .batches import BatchViewSet
from .certificates import CertificateViewSet, RefusedViewSet
from .partners import IssuerViewSet, MembershipViewSet, PartnerViewSet
from .sharing import GrantViewSet
from .templates import TemplateViewSet, VersionViewSet
from .tokens import TokenViewSet


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 300
    items = (
        CertificateViewSet,
        RefusedViewSet,
        BatchViewSet,
        PartnerViewSet,
        MembershipViewSet,
        GrantViewSet,
        TokenViewSet,
        TemplateViewSet,
        VersionViewSet,
        IssuerViewSet,
    )
