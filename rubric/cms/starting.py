"""Where a draft begins: from nothing, from the last version, or as another rubric."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.log_actions import log

from rubric.cms.forms import languages_field
from rubric.cms.frame import INDEX, Screen, VersionScreen
from rubric.drafts import LONGEST_LABEL, MOST_LEVELS
from rubric.exceptions import (
    DraftExists,
    RubricError,
    RubricExists,
    UnknownRubric,
    VersionExists,
)
from rubric.forms import LineField
from rubric.models import RubricVersion
from rubric.permissions import can_add_rubrics
from rubric.services.beginning import begin_rubric, copy_version
from rubric.services.publishing import start_draft

EDIT = "valmentamo_rubric_edit"
TEMPLATE = "valmentamo_rubric/cms/begin.html"
SLUG = r"^[a-z0-9][a-z0-9-]*\Z"
ERRORS = {
    RubricExists: _("There is a rubric with this identifier already. Choose another."),
    VersionExists: _("The rubric has another version of this name. Choose another."),
    DraftExists: _("The rubric has a draft or a version in review. Finish it first."),
    UnknownRubric: _("No version of the rubric has been published yet."),
}


class LabelForm(forms.Form):
    label = LineField(
        label=_("Name of the version"),
        max_length=LONGEST_LABEL,
        required=False,
        help_text=_("For example 1.1. When empty, the next one."),
    )


class SlugForm(forms.Form):
    slug = forms.RegexField(
        SLUG,
        label=_("Identifier"),
        max_length=100,
        help_text=_("Small letters, numbers and hyphens; it never changes."),
        error_messages={
            "invalid": _(
                "Begin with a letter a–z or a number; small letters, numbers and hyphens "
                "may follow."
            )
        },
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug.rstrip("-")


class NewForm(SlugForm):
    title = LineField(label=_("Title"), max_length=300)
    levels = forms.IntegerField(
        label=_("Number of levels"), min_value=2, max_value=MOST_LEVELS, initial=4
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = languages_field([])
        field.help_text = ""
        self.fields["languages"] = field


class Beginning(FormView[forms.Form]):
    """A form, one service, and on to the editor."""

    question: str | Promise
    button: str | Promise

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            version = self.begin(form)
        except RubricError as refusal:
            message = ERRORS.get(type(refusal), str(refusal))
            form.add_error(next(iter(form.fields)), message)
            return self.form_invalid(form)
        log(instance=version, action="wagtail.create")
        return redirect(EDIT, version.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": self.question,
            "button": self.button,
            "back": reverse(INDEX),
        }

    def begin(self, form: forms.Form) -> RubricVersion:
        raise NotImplementedError


class FromVersion(VersionScreen, Beginning):
    template_name = TEMPLATE

    def allows(self, user: Any) -> bool:
        return can_add_rubrics(user)


class StartDraft(FromVersion):
    page_title = _("Start a new version")
    question = _(
        "The draft begins as a copy of the newest published version. Criteria and "
        "levels keep their identity, so that results can be compared over the versions."
    )
    button = _("Start the draft")
    form_class = LabelForm
    url_name = "valmentamo_rubric_start"

    def begin(self, form: forms.Form) -> RubricVersion:
        return start_draft(
            rubric=self.version.rubric,
            label=form.cleaned_data["label"].strip(),
            by=self.request.user,
        )


class CopyVersion(FromVersion):
    page_title = _("Copy as a new rubric")
    question = _(
        "A rubric of its own begins with the texts of this version. Its results are "
        "not compared with those of this one."
    )
    button = _("Copy")
    form_class = SlugForm
    url_name = "valmentamo_rubric_copy"

    def begin(self, form: forms.Form) -> RubricVersion:
        return copy_version(
            version=self.version, slug=form.cleaned_data["slug"], by=self.request.user
        )


class NewRubric(Screen, Beginning):
    template_name = TEMPLATE
    page_title = _("New rubric")
    question = _("An empty draft; criteria and texts are written in the editor.")
    button = _("Begin")
    form_class = NewForm

    def allows(self, user: Any) -> bool:
        return can_add_rubrics(user)

    def begin(self, form: forms.Form) -> RubricVersion:
        given = form.cleaned_data
        return begin_rubric(
            slug=given["slug"],
            title={given["languages"][0]: given["title"]},
            languages=given["languages"],
            levels=given["levels"],
            by=self.request.user,
        )


urlpatterns = [
    path("new/", NewRubric.as_view(), name="valmentamo_rubric_new"),
    path("<uuid:uuid>/start/", StartDraft.as_view(), name="valmentamo_rubric_start"),
    path("<uuid:uuid>/copy/", CopyVersion.as_view(), name="valmentamo_rubric_copy"),
]
