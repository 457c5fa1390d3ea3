"""The menu item of rubrics, and the list of their versions."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus import MenuItem as RowItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from rubric.cms.buttons import address, menu_items
from rubric.cms.listing import LOOK, paginator_that_says
from rubric.content import faults_of
from rubric.enums import OPEN_STATES, VersionEventKind, VersionState
from rubric.languages import language_name
from rubric.models import RubricVersion, VersionEvent
from rubric.permissions import can_add_rubrics, can_edit_version, can_see_rubrics
from rubric.services.drafting import content_of

INDEX = "valmentamo_rubric_index"


class RubricMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("Rubrics"),
            reverse_lazy(INDEX),
            name="rubrics",
            icon_name="list-ul",
            order=205,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_rubrics(request.user)


def counted(count: int) -> str:
    return ngettext("%(count)d version", "%(count)d versions", count) % {"count": count}


class VersionIndex(generic.IndexView):
    """Every version of every rubric: its state, what is missing, who touched it last."""

    model = RubricVersion
    page_title = _("Rubrics")
    header_icon = "list-ul"
    index_url_name = INDEX
    index_results_url_name = "valmentamo_rubric_index_results"
    default_ordering = ["rubric__slug", "-number"]
    search_fields = ["label", "rubric__slug"]
    search_backend_name = None
    list_filter = ["rubric", "state"]
    paginate_by = 20
    paginator_class = paginator_that_says(counted)
    any_permission_required = None

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not can_see_rubrics(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[RubricVersion]:
        events = VersionEvent.objects.select_related("by")
        return (
            RubricVersion.objects.select_related("rubric", "created_by", "published_by")
            .prefetch_related(Prefetch("events", queryset=events))
            .order_by("rubric__slug", "-number")
        )

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("title", label=_("Version"), accessor=str, get_url=self.open_url),
            Column("rubric", label=_("Rubric"), accessor="rubric.slug"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda version: version.is_published,
            ),
            Column("languages", label=_("Languages"), accessor=self.languages_told),
            Column("last", label=_("Last change"), accessor=last_change),
        ]

    def open_url(self, version: RubricVersion) -> str:
        editable = version.state == VersionState.DRAFT
        if editable and can_edit_version(self.request.user, version):
            return address("valmentamo_rubric_edit", version.uuid)
        return address("valmentamo_rubric_preview", version.uuid)

    def languages_told(self, version: RubricVersion) -> str:
        """Published versions are whole; of a draft it is told how much is missing."""
        missing: Counter[str] = Counter()
        if not version.was_published:
            self.load_open()
            missing = missing_by_language(self.open_versions[version.pk])
        names = {code: language_name(code) for code in version.languages}
        parts = (
            f"{name} ({told(missing[code])})" if missing[code] else name
            for code, name in names.items()
        )
        return str(capfirst(", ".join(parts)))

    @cached_property
    def open_versions(self) -> dict[int, RubricVersion]:
        return {}

    def load_open(self) -> None:
        """The structure of the drafts on this page, in a fixed number of queries."""
        if self.open_versions or self.page_rows is None:
            return
        rows = [row for row in self.page_rows if row.state in OPEN_STATES]
        prefetch_related_objects(rows, "criteria__levels", "scale")
        self.open_versions.update({row.pk: row for row in rows})

    page_rows: list[RubricVersion] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] += LOOK
        self.page_rows = list(context["object_list"])
        return context

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """One beside the heading; more would push it out of sight."""
        if not can_add_rubrics(self.request.user):
            return []
        url = address("valmentamo_rubric_new")
        return [HeaderButton(_("New rubric"), url=url, icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not can_add_rubrics(self.request.user):
            return []
        doors = (
            ("valmentamo_rubric_import", _("Import"), "upload"),
            (
                "valmentamo_rubric_exemplars:index",
                _("Samples for practice"),
                "doc-full",
            ),
        )
        return [
            Button(label, url, icon_name=icon, priority=place)
            for place, (name, label, icon) in enumerate(doors)
            if (url := address(name))
        ]

    def get_list_more_buttons(self, instance: RubricVersion) -> list[RowItem]:
        return menu_items(self.request.user, instance)

    def get_add_url(self) -> None:
        return None


def missing_by_language(version: RubricVersion) -> Counter[str]:
    """How many texts each language lacks."""
    faults = faults_of(content_of(version))
    ends = (fault.path.rpartition(".")[2] for fault in faults)
    return Counter(end for end in ends if end in version.languages)


def told(count: int) -> str:
    return ngettext("%(count)d missing", "%(count)d missing", count) % {"count": count}


def last_change(version: RubricVersion) -> str:
    what, who, at = VersionEventKind.STARTED, version.created_by, version.created_at
    if events := list(version.events.all()):
        last = events[-1]
        what, who, at = VersionEventKind(last.kind), last.by, last.at
    elif version.published_at:
        what, at = VersionEventKind.PUBLISHED, version.published_at
        who = version.published_by
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    parts = [str(what.label), str(who or ""), when]
    return " · ".join(part for part in parts if part)


urlpatterns = [
    path("", VersionIndex.as_view(), name=INDEX),
    path(
        "results/",
        VersionIndex.as_view(results_only=True),
        name="valmentamo_rubric_index_results",
    ),
]
