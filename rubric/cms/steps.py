"""The small steps of a version: to review and back, archive, throw away; its history."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log

from rubric.cms.changes import gates
from rubric.cms.frame import HISTORY, INDEX, VersionScreen
from rubric.content import faults_of
from rubric.enums import VersionState
from rubric.exceptions import CriterionInUse, RubricError, StepNotAllowed
from rubric.forms import PlainField
from rubric.models import RubricVersion
from rubric.permissions import can_edit_rubrics, can_publish_rubrics, can_see_rubrics
from rubric.services import publishing
from rubric.services.drafting import content_of

LONGEST_NOTE = 500


class NoteForm(forms.Form):
    note = PlainField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Shown in the history of the version."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Step(VersionScreen, FormView[forms.Form]):
    """A page that asks once more and then calls one service."""

    template_name = "valmentamo_rubric/cms/step.html"
    form_class: type[forms.Form] = NoteForm
    sources: ClassVar[frozenset[VersionState]]
    question: ClassVar[str | Promise]
    #: What stays as it is, or what can't be undone.
    points: ClassVar[tuple[str | Promise, ...]] = ()
    done: ClassVar[str | Promise]
    action: ClassVar[str]
    is_serious: ClassVar[bool] = False

    def refuse(self) -> HttpResponse | None:
        if self.version.state in self.sources:
            return None
        return self.too_late()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": self.question,
            "points": self.points,
            "is_serious": self.is_serious,
            "back": self.history_url(),
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except StepNotAllowed:
            self.version.refresh_from_db()
            return self.too_late()
        except RubricError as refusal:
            form.add_error(None, self.words_for(refusal))
            return self.form_invalid(form)
        log(self.version, self.action)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.history_url()

    def words_for(self, refusal: RubricError) -> str:
        return str(refusal)

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError


class Send(Step):
    url_name = "valmentamo_rubric_send"
    page_title = gettext_lazy("Send to review")
    sources = frozenset({VersionState.DRAFT})
    question = gettext_lazy("Another person looks at the version and publishes it.")
    points = (gettext_lazy("While it is in review, it can't be edited."),)
    done = gettext_lazy("The version has been sent to review.")
    action = "valmentamo_rubric.send"

    def allows(self, user: Any) -> bool:
        return can_edit_rubrics(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is still missing: the one who publishes could only send it back."""
        rows = RubricVersion.objects.with_structure()
        content = content_of(rows.get(pk=self.version.pk))
        missing = list(gates(faults_of(content), content))
        return super().get_context_data(**kwargs) | {"gates": missing}

    def act(self, form: forms.Form) -> None:
        publishing.send_to_review(
            version=self.version, by=self.request.user, note=form.cleaned_data["note"]
        )


class SendBack(Step):
    url_name = "valmentamo_rubric_send_back"
    page_title = gettext_lazy("Send back to the author")
    sources = frozenset({VersionState.IN_REVIEW})
    question = gettext_lazy("The version becomes a draft again and can be edited.")
    points = (gettext_lazy("Say in the message what is to be changed."),)
    done = gettext_lazy("The version has been sent back to its author.")
    action = "valmentamo_rubric.send_back"

    def allows(self, user: Any) -> bool:
        return can_publish_rubrics(user) or can_edit_rubrics(user)

    def act(self, form: forms.Form) -> None:
        publishing.send_back(
            version=self.version, by=self.request.user, note=form.cleaned_data["note"]
        )


class Archive(Step):
    url_name = "valmentamo_rubric_archive"
    page_title = gettext_lazy("Archive")
    sources = frozenset({VersionState.PUBLISHED})
    question = gettext_lazy("The version can no longer be chosen for new courses.")
    points = (
        gettext_lazy("Courses that use it go on using it."),
        gettext_lazy("Work that was begun with it can still be assessed."),
        gettext_lazy("Assessments, results and certificates stay as they are."),
        gettext_lazy("An archived version can't be published again."),
    )
    done = gettext_lazy("The version has been archived.")
    action = "valmentamo_rubric.archive"
    is_serious = True

    def allows(self, user: Any) -> bool:
        return can_publish_rubrics(user)

    def act(self, form: forms.Form) -> None:
        publishing.archive_version(
            version=self.version, by=self.request.user, note=form.cleaned_data["note"]
        )


class Discard(Step):
    url_name = "valmentamo_rubric_discard"
    page_title = gettext_lazy("Discard the draft")
    form_class = forms.Form
    sources = frozenset({VersionState.DRAFT})
    question = gettext_lazy("The draft, its texts and its history are deleted.")
    points = (
        gettext_lazy("It can't be brought back."),
        gettext_lazy("Published versions stay as they are."),
    )
    done = gettext_lazy("The draft has been discarded.")
    action = "valmentamo_rubric.discard"
    is_serious = True

    def allows(self, user: Any) -> bool:
        return can_edit_rubrics(user)

    def act(self, form: forms.Form) -> None:
        pk = self.version.pk
        publishing.discard_draft(version=self.version, by=self.request.user)
        # The audit log names what is gone.
        self.version.pk = pk

    def words_for(self, refusal: RubricError) -> str:
        if isinstance(refusal, CriterionInUse):
            text = _("Sample descriptions are rated by this draft: %(samples)s.")
            return text % {"samples": ", ".join(refusal.keys)}
        return super().words_for(refusal)

    def get_success_url(self) -> str:
        return reverse(INDEX)


class History(VersionScreen, TemplateView):
    """What happened to the version, who did it, and how its criteria continue."""

    url_name = HISTORY
    template_name = "valmentamo_rubric/cms/history.html"
    page_title = gettext_lazy("History")

    def allows(self, user: Any) -> bool:
        return can_see_rubrics(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "events": self.version.events.select_related("by"),
            "links": self.version.crosswalk.select_related("source", "target"),
        }


STEPS: tuple[type[Step], ...] = (Send, SendBack, Archive, Discard)
