"""The page for staff on how well assessors agree, and which descriptor divides them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rubric.agreement_report import report_of
from rubric.cms.buttons import address
from rubric.cms.frame import Screen
from rubric.conf import app_settings
from rubric.enums import VersionState
from rubric.models import RubricVersion
from rubric.permissions import (
    can_add_rubrics,
    can_edit_rubrics,
    can_name_assessors,
)
from rubric.presenting import share_version
from rubric.rated_works import Comparison

AGREEMENT = "valmentamo_rubric_agreement"
CHOOSE = "valmentamo_rubric_agreement_choose"


class AgreementPage(Screen, TemplateView):
    template_name = "valmentamo_rubric/cms/agreement.html"
    page_title = gettext_lazy("Agreement of assessors")

    def allows(self, user: Any) -> bool:
        return can_edit_rubrics(user)

    def get_page_subtitle(self) -> str:
        return str(self.version or "")

    @cached_property
    def versions(self) -> list[RubricVersion]:
        rows = RubricVersion.objects.ever_published().select_related("rubric")
        return list(rows.order_by("rubric__slug", "-number"))

    @cached_property
    def version(self) -> RubricVersion | None:
        """The one in the address, the chosen one, or the first of the list."""
        wanted = self.kwargs.get("uuid") or self.request.GET.get("version")
        if not wanted:
            return self.versions[0] if self.versions else None
        try:
            key = UUID(str(wanted))
        except ValueError:
            raise Http404 from None
        return get_object_or_404(RubricVersion.objects.ever_published(), uuid=key)

    @cached_property
    def comparison(self) -> Comparison:
        try:
            return Comparison(self.request.GET.get("compare", Comparison.COACHES))
        except ValueError:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "versions": self.versions,
            "version": self.version,
            "comparisons": Comparison,
            "comparison": self.comparison,
            "choose_url": reverse(CHOOSE),
        }
        return context | self._report(self.version) if self.version else context

    def _report(self, version: RubricVersion) -> dict[str, Any]:
        least = app_settings.least_works
        report = report_of(
            version=version,
            comparison=self.comparison,
            least=least,
            with_names=can_name_assessors(self.request.user),
        )
        share_version([row.criterion for row in report.dividers], version)
        return {"report": report, "least": least, **self._next_step(version)}

    def _next_step(self, version: RubricVersion) -> dict[str, Any]:
        """A draft that is open already, or the door that starts one. While a version is
        in review there is neither."""
        rubric = version.rubric_id
        if found := RubricVersion.objects.open().filter(rubric=rubric).first():
            if found.state != VersionState.DRAFT:
                return {}
            return {"draft_url": address("valmentamo_rubric_edit", found.uuid)}
        if not can_add_rubrics(self.request.user):
            return {}
        return {"start_url": address("valmentamo_rubric_start", version.uuid)}


urlpatterns = [
    path("agreement/", AgreementPage.as_view(), name=CHOOSE),
    path("agreement/<uuid:uuid>/", AgreementPage.as_view(), name=AGREEMENT),
]
