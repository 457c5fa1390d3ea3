"""The frame around our screens in the CMS: where one is, below the list."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class Screen(WagtailAdminTemplateMixin):
    """A screen below the list of certificates; its own name stands in the header."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = reverse("valmentamo_certificates_certificate:index")
        here = {
            "url": "",
            "label": self.page_title,
            "sublabel": self.get_page_subtitle(),
        }
        certificates = {"url": above, "label": _("Certificates")}
        return [*self.breadcrumbs_items, certificates, here]
