"""Bulk issues: how far the making of their certificates has come."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Certificate, IssueBatch
from .columns import moment
from .policies import IssuedPolicy


def progress(batch: Any) -> dict[str, Any]:
    """What a progress bar needs; a batch from `with_progress`."""
    settled = batch.ready + batch.refused
    return {
        "total": batch.total,
        "ready": batch.ready,
        "refused": batch.refused,
        "settled": settled,
        "is_done": settled >= batch.total,
    }


class BatchIndex(generic.IndexView):
    default_ordering = "-begun_at"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().with_progress()


class BatchInspect(generic.InspectView):
    def get_queryset(self) -> Any:
        return IssueBatch.objects.with_progress().select_related("begun_by")

    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(progress=progress(self.object), **kwargs)


class BatchProgress(View):
    """The same as JSON, for the script that moves the bar."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not IssuedPolicy(Certificate).user_has_permission(request.user, "view"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        batch = get_object_or_404(IssueBatch.objects.with_progress(), pk=pk)
        return JsonResponse(progress(batch), headers={"Cache-Control": "no-store"})


class BatchViewSet(ModelViewSet):
    model = IssueBatch
    icon = "tasks"
    menu_label = _("Bulk issues")
    url_namespace = "valmentamo_certificates_batch"
    url_prefix = "certificates/batch"
    index_view_class = BatchIndex
    inspect_view_class = BatchInspect
    inspect_view_enabled = True
    inspect_template_name = "valmentamo_certificates/wagtailadmin/batch_inspect.html"
    inspect_view_fields = ["name"]
    list_display = [
        "name",
        moment(IssueBatch, "begun_at"),
        Column("total", label=_("Asked for")),
        Column("ready", label=_("Ready")),
        Column("refused", label=_("Could not be made")),
    ]
    form_fields = ["name"]
    copy_view_enabled = False
    add_to_reference_index = False
