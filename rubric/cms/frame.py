"""The frame around our screens in the CMS: who may come in, and where one is."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from rubric.cms.buttons import doors_for
from rubric.models import RubricVersion

INDEX = "valmentamo_rubric_index"
HISTORY = "valmentamo_rubric_history"


class Screen(WagtailAdminTemplateMixin):
    """A screen below the list of rubrics, for those whom `allows` lets in."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "list-ul"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not self.allows(request.user):
            raise PermissionDenied
        return self.refuse() or super().dispatch(  # type: ignore[misc, no-any-return]
            request, *args, **kwargs
        )

    def allows(self, user: Any) -> bool:
        raise NotImplementedError

    def refuse(self) -> HttpResponse | None:
        """Send away from a screen that makes no sense now."""
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {
            "url": "",
            "label": self.page_title,
            "sublabel": self.get_page_subtitle(),
        }
        rubrics = {"url": reverse(INDEX), "label": _("Rubrics")}
        return [*self.breadcrumbs_items, rubrics, here]


class VersionScreen(Screen):
    """A screen about one version."""

    url_name: ClassVar[str]

    @cached_property
    def version(self) -> RubricVersion:
        return get_object_or_404(self.get_queryset(), uuid=self.kwargs["uuid"])

    def get_queryset(self) -> Any:
        return RubricVersion.objects.select_related("rubric", "created_by")

    def get_page_subtitle(self) -> str:
        """The name of the version first: a narrow header cuts off the end."""
        version = self.version
        return (
            f"{version.label} · {version.title}" if str(version.title) else str(version)
        )

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(door.label, url, icon_name=door.icon, priority=10 * place)
            for place, (door, url) in enumerate(
                doors_for(self.request.user, self.version), start=1
            )
            if door.url_name != self.url_name
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"version": self.version}

    def history_url(self) -> str:
        return reverse(HISTORY, args=[self.version.uuid])

    def too_late(self) -> HttpResponse:
        """To the history, where it stands what somebody else did meanwhile."""
        state = self.version.get_state_display()
        text = _("Nothing was done: the state of the version is “%(state)s”.")
        messages.error(self.request, text % {"state": state})
        return redirect(self.history_url())
