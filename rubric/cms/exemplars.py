"""Samples for practice: the list, and one form for texts, levels and reasons."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from rubric.cms.listing import LOOK, paginator_that_says
from rubric.exemplar_form import USES, ExemplarForm
from rubric.languages import language_label
from rubric.models import Exemplar, RubricVersion
from rubric.permissions import can_edit_rubrics
from rubric.practice_view import title_of

NAMESPACE = "valmentamo_rubric_exemplars"
FORM = "valmentamo_rubric/cms/exemplar_form.html"
NOT_SAVED = _("The sample was not saved yet. Look at the marked fields.")


class ForEditors:
    """Whoever edits rubrics writes the samples to practise on."""

    any_permission_required = None
    permission_required = None

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not can_edit_rubrics(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return answer


def counted(count: int) -> str:
    return ngettext("%(count)d sample", "%(count)d samples", count) % {"count": count}


class ExemplarIndex(ForEditors, generic.IndexView):
    paginator_class = paginator_that_says(counted)
    default_ordering = ["version__rubric__slug", "-version__number", "slug"]

    def get_base_queryset(self) -> QuerySet[Exemplar]:
        rows = Exemplar.objects.select_related("version__rubric")
        return rows.annotate(rated=Count("ratings", distinct=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] += LOOK
        return context


class ExemplarAdd(ForEditors, generic.CreateView):
    template_name = FORM
    error_message = NOT_SAVED

    @cached_property
    def versions(self) -> list[RubricVersion]:
        """The newest published version of each rubric."""
        return list(RubricVersion.objects.current().select_related("rubric"))

    @cached_property
    def version(self) -> RubricVersion:
        wanted = self.request.GET.get("version")
        try:
            key = UUID(wanted) if wanted else None
        except ValueError:
            raise Http404 from None
        for version in self.versions:
            if key in (None, version.uuid):
                return version
        raise Http404

    def get_initial_form_instance(self) -> Exemplar:
        return Exemplar(version=self.version)

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?version={self.version.uuid}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"versions": self.versions, "version": self.version}


class ExemplarEdit(ForEditors, generic.EditView):
    template_name = FORM
    error_message = NOT_SAVED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"version": self.object.version}


class ExemplarDelete(ForEditors, generic.DeleteView):
    """A sample that somebody has practised on stays: their comparison shows it."""

    def get_object(self, queryset: Any = None) -> Exemplar:
        exemplar: Exemplar = super().get_object(queryset)
        if exemplar.attempts.exists():
            raise PermissionDenied
        return exemplar


def language_of(exemplar: Exemplar) -> str:
    return language_label(exemplar.language)


def rated_of(exemplar: Any) -> str:
    count = exemplar.rated
    return ngettext("%(count)d criterion", "%(count)d criteria", count) % {
        "count": count
    }


def state_of(exemplar: Exemplar) -> Any:
    return _("To be checked") if exemplar.needs_checking else ""


def use_of(exemplar: Exemplar) -> Any:
    return dict(USES).get(exemplar.use, exemplar.use)


class ExemplarViewSet(ModelViewSet):
    model = Exemplar
    icon = "doc-full"
    menu_label = _("Samples for practice")
    add_to_admin_menu = False
    url_namespace = NAMESPACE
    url_prefix = "rubric/exemplars"
    index_view_class = ExemplarIndex
    add_view_class = ExemplarAdd
    edit_view_class = ExemplarEdit
    delete_view_class = ExemplarDelete
    list_display = [
        "slug",
        Column("title", label=_("Title"), accessor=title_of),
        Column("version", label=_("Version")),
        Column("language", label=_("Language"), accessor=language_of),
        Column("use", label=_("Used for"), accessor=use_of),
        Column("rated", label=_("Criteria rated"), accessor=rated_of),
        Column("needs_checking", label=_("State"), accessor=state_of),
    ]
    list_filter = ["version", "use", "language", "needs_checking"]
    search_fields = ["slug", "title"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields: list[str] = []

    def get_form_class(self, for_update: bool = False) -> type[ExemplarForm]:
        return ExemplarForm
