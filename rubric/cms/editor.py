"""The editor of a draft: one form for texts, rules, scale, criteria and levels."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from rubric.cms.buttons import address
from rubric.cms.forms import EditorForm
from rubric.cms.frame import VersionScreen
from rubric.cms.merging import merge
from rubric.cms.reading import Reading, field_of
from rubric.cms.screens import EditorScreen
from rubric.cms.shape import Shape
from rubric.cms.shaping import reshape
from rubric.content import RubricContent
from rubric.enums import VersionState
from rubric.exceptions import (
    CriterionInUse,
    FaultyRubric,
    ForeignCriterion,
    StepNotAllowed,
    VersionConflict,
    VersionExists,
)
from rubric.models import RubricVersion
from rubric.permissions import can_edit_rubrics
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from valmentamo.guarding import FrozenRow

EDIT = "valmentamo_rubric_edit"
SAVE = "save"


class EditVersion(VersionScreen, View):
    page_title = _("Edit rubric")
    template_name = "valmentamo_rubric/cms/editor.html"
    url_name = EDIT

    def allows(self, user: Any) -> bool:
        return can_edit_rubrics(user)

    def get_queryset(self) -> Any:
        return RubricVersion.objects.with_structure()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = address("valmentamo_rubric_preview", self.version.uuid)
        return [HeaderButton(_("Preview"), url=url, icon_name="view")]

    @cached_property
    def content(self) -> RubricContent:
        return content_of(self.version)

    # ---- requests ----
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.version.state != VersionState.DRAFT:
            return redirect("valmentamo_rubric_preview", self.version.uuid)
        form = EditorForm(content=self.content, shape=Shape.of(self.content))
        return self.show(EditorScreen(form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        post = request.POST
        revision = _revision(post)
        shape = Shape.read(post, self.content)
        if revision == self.version.revision:
            shape.refuse_unknown(self.content)
        action = post.get("do", SAVE)
        if action != SAVE:
            return self.reshaped(post, shape, action, revision)
        if revision != self.version.revision:
            return self.conflict(post)
        return self.save(EditorForm(content=self.content, shape=shape, data=post))

    def reshaped(
        self, post: QueryDict, shape: Shape, action: str, revision: int
    ) -> HttpResponse:
        """A button was pressed: nothing is saved, the form is shown as it now is."""
        post, focus = reshape(post, shape, action)
        shape = Shape.read(post, self.content)
        form = EditorForm(content=self.content, shape=shape, data=post, quiet=True)
        return self.show(EditorScreen(form, focus=focus), revision=revision)

    def save(self, form: EditorForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(EditorScreen(form), status=422)
        revision = self.version.revision
        try:
            save_draft(
                version=self.version,
                content=Reading(form).content(),
                revision=revision,
                by=self.request.user,
            )
        except VersionConflict:
            del self.version, self.content
            return self.conflict(self.request.POST)
        except ForeignCriterion as error:
            raise Http404("No such criterion in this version") from error
        except REFUSALS as error:
            add_refusal(form, error)
            return self.show(EditorScreen(form), status=422)
        if self.version.revision != revision:
            log(self.version, "wagtail.edit")
        messages.success(self.request, _("The draft has been saved."))
        return redirect(EDIT, self.version.uuid)

    def conflict(self, post: QueryDict) -> HttpResponse:
        """Somebody saved meanwhile: both texts are shown, nothing is written."""
        merged = merge(post, self.content)
        shape = Shape.read(merged.post, self.content)
        form = EditorForm(
            content=self.content,
            shape=shape,
            data=merged.post,
            quiet=True,
            conflict=True,
        )
        screen = EditorScreen(form, added=merged.added, gone=merged.gone)
        return self.show(screen, status=409)

    # ---- the page ----
    def show(
        self, screen: EditorScreen, *, status: int = 200, revision: int | None = None
    ) -> HttpResponse:
        context = self.get_context_data(
            screen=screen,
            revision=self.version.revision if revision is None else revision,
            is_unsaved=screen.form.is_bound,
            last_event=self.version.events.select_related("by").last(),
        )
        return self.render_to_response(context, status=status)


REFUSALS = (FaultyRubric, VersionExists, CriterionInUse, StepNotAllowed, FrozenRow)


def add_refusal(form: EditorForm, error: Exception) -> None:
    match error:
        case FaultyRubric():
            for fault in error.faults:
                form.add_error(field_of(fault.path, form), fault.message)
        case VersionExists():
            form.add_error(
                "label",
                _("The rubric has another version of this name. Choose another."),
            )
        case CriterionInUse():
            form.add_error(
                None,
                _(
                    "A sample description is rated by what you are removing "
                    "(%(keys)s). Change the sample first."
                )
                % {"keys": ", ".join(error.keys)},
            )
        case _:
            form.add_error(
                None,
                _(
                    "This version is no longer a draft, so it can't be saved. Your "
                    "text is still here: copy what you need into the next draft."
                ),
            )


def _revision(post: QueryDict) -> int:
    text = post.get("revision", "")
    if not (text.isdecimal() and len(text) < 10):
        raise Http404("No revision")
    return int(text)


urlpatterns = [path("<uuid:uuid>/edit/", EditVersion.as_view(), name=EDIT)]
