"""Revoke, suspend and resume a certificate; make one that was refused again."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import Status
from ..models import Certificate
from ..permissions import user_can_change_status
from ..services.correcting import correct_refused, try_again, was_tried
from ..services.erasing import erase_certificate
from ..services.reissuing import reissue_certificate, renew_certificate
from ..services.status import (
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
)
from .acting import Action
from .forms import CorrectionForm, ReasonForm, ReissueForm, RenewForm


class Offer(NamedTuple):
    """A button: what it says, where it leads, its icon."""

    label: str | Promise
    url: str
    icon: str


def offers(certificate: Certificate, user: Any) -> Iterator[Offer]:
    """What this person may do with the certificate now."""
    if not user_can_change_status(user):
        return
    wanted = {
        CorrectRefused: certificate.is_refused,
        TryAgain: certificate.is_refused and was_tried(certificate),
        Reissue: certificate.is_replaceable,
        Renew: certificate.is_renewable,
        Suspend: certificate.status == Status.IN_FORCE and not certificate.is_refused,
        Resume: certificate.status == Status.SUSPENDED,
        Revoke: certificate.is_closable,
        Erase: certificate.status != Status.ERASED,
    }
    for action, is_possible in wanted.items():
        if is_possible:
            name = f"valmentamo_certificates_cms:{action.verb}"
            address = reverse(name, args=[certificate.pk])
            yield Offer(action.page_title, address, action.header_icon)


class CertificateAction(Action):
    model = Certificate
    right = "valmentamo_certificates.change_certificate"
    back = "valmentamo_certificates_certificate:index"
    verb: str
    page_title: str | Promise
    object: Certificate

    def get_page_subtitle(self) -> str:
        """Whose certificate it is: a code alone is easily taken for another."""
        return f"{self.object.printed_name}, {self.object.printed_code}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reason = self.object.refusal_reason if self.object.is_refused else ""
        return super().get_context_data(reason=reason, **kwargs)


class CorrectRefused(CertificateAction):
    verb = "correct"
    form_class = CorrectionForm
    header_icon = "edit"
    page_title = _("Correct and make")
    question = _(
        "Nobody has seen this certificate yet. Correct what can't be printed; then it is "
        "made."
    )
    done = _("The certificate is being made with the corrected texts.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"certificate": self.object}

    def act(self, form: Any) -> None:
        correct_refused(
            certificate=self.object,
            name=form.cleaned_data["name"],
            texts=form.texts(),
            by=self.request.user,
        )
        log(self.object, "certificates.correct", data={"fields": form.changed_data})


class TryAgain(CertificateAction):
    verb = "try_again"
    header_icon = "rotate"
    page_title = _("Make again")
    question = _("The same texts are tried again, after the cause has been removed.")
    done = _("The certificate is being made again.")

    def act(self, form: Form) -> None:
        try_again(certificate=self.object, by=self.request.user)
        log(self.object, "certificates.try_again")


class Reissue(CertificateAction):
    verb = "reissue"
    form_class = ReissueForm
    header_icon = "copy"
    page_title = _("Correct and replace")
    question = _(
        "A corrected certificate with a code of its own is made. This one is closed; its "
        "page tells that it was replaced."
    )
    done = _("The corrected certificate is being made.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"certificate": self.object}

    def act(self, form: Any) -> None:
        new = reissue_certificate(
            certificate=self.object,
            name=form.cleaned_data["name"],
            texts=form.texts(),
            template_version=form.cleaned_data["template_version"],
            by=self.request.user,
        )
        log(self.object, "certificates.reissue", data={"fields": form.changed_data})
        log(new, "wagtail.create")


class Renew(CertificateAction):
    verb = "renew"
    form_class = RenewForm
    header_icon = "date"
    page_title = _("Renew")
    question = _(
        "A new certificate with the same facts is made, dated today. This one stays as it "
        "is until its own end."
    )
    done = _("The new certificate is being made.")

    def act(self, form: Any) -> None:
        new = renew_certificate(
            certificate=self.object,
            valid_until=form.end_of_day(),
            by=self.request.user,
        )
        log(self.object, "certificates.renew")
        log(new, "wagtail.create")


class Suspend(CertificateAction):
    verb = "suspend"
    form_class = ReasonForm
    header_icon = "lock"
    page_title = _("Suspend")
    question = _("The certificate is closed on every page until you resume it.")
    done = _("The certificate has been suspended.")

    def get_initial(self) -> dict[str, Any]:
        return {"reason_code": "under_review"}

    def act(self, form: Form) -> None:
        reason = form.cleaned_data["reason_code"]
        suspend_certificate(
            certificate=self.object, reason_code=reason, by=self.request.user
        )
        log(self.object, "certificates.suspend", data={"reason": reason})


class Resume(CertificateAction):
    verb = "resume"
    header_icon = "lock-open"
    page_title = _("Resume")
    question = _("The certificate is open again on every page.")
    done = _("The certificate is in force again.")

    def act(self, form: Form) -> None:
        resume_certificate(certificate=self.object, by=self.request.user)
        log(self.object, "certificates.resume")


class Revoke(CertificateAction):
    verb = "revoke"
    is_serious = True
    form_class = ReasonForm
    header_icon = "cross"
    page_title = _("Revoke")
    question = _(
        "The certificate is closed for good on every page and can't be opened again."
    )
    done = _("The certificate has been revoked.")

    def act(self, form: Form) -> None:
        reason = form.cleaned_data["reason_code"]
        revoke_certificate(
            certificate=self.object, reason_code=reason, by=self.request.user
        )
        log(self.object, "certificates.revoke", data={"reason": reason})


class Erase(CertificateAction):
    verb = "erase"
    is_serious = True
    header_icon = "bin"
    page_title = _("Erase personal data")
    question = _(
        "The name, the files and everything else about the person are taken away for "
        "good. The code goes on answering that the certificate is not available."
    )
    done = _("The personal data of the certificate has been erased.")

    def act(self, form: Form) -> None:
        log(self.object, "certificates.erase")
        erase_certificate(certificate=self.object, by=self.request.user)


ACTIONS = (CorrectRefused, TryAgain, Reissue, Renew, Suspend, Resume, Revoke, Erase)
