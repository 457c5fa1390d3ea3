"""Verbs of the CMS: revoke a certificate, publish a template version, begin a new one.

Each is a page with one form; the audit log is written here, not in the services.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from ..enums import Reason
from ..exceptions import CertificatesError, StatusConflict, TemplateIncomplete
from ..models import Certificate, CertificateTemplateVersion
from ..services.status import revoke_certificate
from ..services.templates import publish_template_version, start_new_version


class ReasonForm(forms.Form):
    reason_code = forms.ChoiceField(
        label=_("Reason"),
        choices=Reason.choices,
        help_text=_("The reason is shown to everyone who checks the certificate."),
    )


class Action(WagtailAdminTemplateMixin, FormView):
    """A page that asks once more and then calls one service."""

    model: type[Certificate] | type[CertificateTemplateVersion]
    form_class: type[Form] = Form
    template_name = "valmentamo_certificates/wagtailadmin/action.html"
    right = "valmentamo_certificates.change_certificatetemplateversion"
    object: Any
    question: Any
    done: Any
    back: str

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.question, back=self.back, **kwargs
        )

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except TemplateIncomplete as refusal:
            return self._again(form, refusal.problems)
        except ValidationError as refusal:
            return self._again(form, refusal.messages)
        except StatusConflict:
            return self._again(
                form, [_("Somebody has closed the certificate already.")]
            )
        except CertificatesError as refusal:
            return self._again(form, [str(refusal)])
        messages.success(self.request, self.done)
        return redirect(self.back)

    def _again(self, form: Form, problems: list[Any]) -> HttpResponse:
        for problem in problems:
            form.add_error(None, problem)
        return self.form_invalid(form)

    def act(self, form: Form) -> None:
        raise NotImplementedError


class Revoke(Action):
    model = Certificate
    right = "valmentamo_certificates.change_certificate"
    form_class = ReasonForm
    page_title = _("Revoke")
    question = _(
        "The certificate is closed for good on every page and can't be opened again."
    )
    done = _("The certificate has been revoked.")
    back = "valmentamo_certificates_certificate:index"

    def act(self, form: Form) -> None:
        reason = form.cleaned_data["reason_code"]
        revoke_certificate(
            certificate=self.object, reason_code=reason, by=self.request.user
        )
        log(self.object, "certificates.revoke", data={"reason": reason})


class Publish(Action):
    model = CertificateTemplateVersion
    page_title = _("Publish")
    question = _("A published version can't be changed. You can begin a new one.")
    done = _("The version has been published.")
    back = "valmentamo_certificates_version:index"

    def act(self, form: Form) -> None:
        publish_template_version(version=self.object, by=self.request.user)
        log(self.object, "certificates.publish_template")


class Begin(Action):
    model = CertificateTemplateVersion
    page_title = _("New version")
    question = _("A draft is begun with the texts of this version.")
    done = _("The draft is ready for editing.")
    back = "valmentamo_certificates_version:index"

    def act(self, form: Form) -> None:
        log(start_new_version(version=self.object), "wagtail.create")
