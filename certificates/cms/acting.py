"""A verb of the CMS: a page that asks once more and then calls one service.

The audit log is written here, not in the services.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages

from ..exceptions import (
    AlreadyWithdrawn,
    CertificatesError,
    NeedsCorrection,
    NotRefused,
    NotRenewable,
    StatusConflict,
    TemplateIncomplete,
)
from ..models import ApiToken, Certificate, CertificateTemplateVersion, PartnerGrant
from .frame import Screen


class Action(Screen, FormView):
    """A page that asks once more and then calls one service."""

    model: (
        type[Certificate]
        | type[CertificateTemplateVersion]
        | type[ApiToken]
        | type[PartnerGrant]
    )
    form_class: type[Form] = Form
    template_name = "valmentamo_certificates/wagtailadmin/action.html"
    right = "valmentamo_certificates.change_certificatetemplateversion"
    object: Any
    question: Any
    done: Any
    back: str
    #: What can't be undone has a red button.
    is_serious = False

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.object = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return self.model._default_manager.all()

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.question,
            back=self.back,
            is_serious=self.is_serious,
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except (CertificatesError, ValidationError) as refusal:
            return self._again(form, _problems(refusal))
        messages.success(self.request, self.done)
        return redirect(self.back)

    def _again(self, form: Form, problems: list[Any]) -> HttpResponse:
        for problem in problems:
            form.add_error(None, problem)
        return self.form_invalid(form)

    def act(self, form: Form) -> None:
        raise NotImplementedError


def _problems(refusal: Exception) -> list[Any]:
    match refusal:
        case TemplateIncomplete():
            return refusal.problems
        case ValidationError():
            return refusal.messages
        case StatusConflict():
            return [_("Somebody has changed the status already.")]
        case AlreadyWithdrawn():
            return [_("The sharing has ended already.")]
        case NeedsCorrection():
            return [_("Correct first what can't be printed.")]
        case NotRenewable():
            return [_("Only a certificate with an end, and in force, can be renewed.")]
        case NotRefused():
            return [_("The certificate is being made already.")]
    return [str(refusal)]
