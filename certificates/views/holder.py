"""The holder's own certificates."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ..addresses import qr_url
from ..doors import OK
from ..enums import Door
from ..exceptions import StatusConflict
from ..linkedin import linkedin_url
from ..models import Certificate
from ..permissions import consented_grant, held_certificate, require_language
from ..receipts import receipts
from ..services.disclosing import record_download
from ..services.sharing import withdraw_grant
from ..services.status import withdraw_certificate
from ..verdicts import Verdict, answer_for, verdict
from .files import closed_page, file_response
from .headers import unlisted


@unlisted
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    now, language = timezone.now(), get_language() or ""
    own = Certificate.objects.visible_to(request.user).with_shares(now)
    held = list(own.select_related("template_version__issuer"))
    received = receipts(held)
    rows = [
        {
            "certificate": certificate,
            "facts": certificate.facts_in(language),
            "facts_language": certificate.language_near(language),
            "verdict": Verdict(answer=answer_for(certificate, at=now)),
            "share_url": qr_url(certificate.code, language),
            "linkedin_url": linkedin_url(certificate, language),
            "receipts": received.get(certificate.pk, []),
        }
        for certificate in held
    ]
    return render(request, "valmentamo_certificates/mine.html", {"rows": rows})


@unlisted
@login_required
@require_safe
def download(request: HttpRequest, code: str, language: str) -> HttpResponseBase:
    """The file for its holder; a page that explains, when there is none."""
    certificate = held_certificate(request.user, code)
    require_language(certificate, language)
    judged = verdict(certificate, at=timezone.now())
    if judged.answer.holder != OK:
        return closed_page(request, certificate, judged, judged.answer.holder)
    record_download(
        certificate=certificate, language=language, door=Door.HOLDER, by=request.user
    )
    return file_response(request, certificate, language, judged)


@unlisted
@login_required
@require_POST
def stop_sharing(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Take back the consent to one partner; from now on every door of theirs is shut."""
    grant = consented_grant(request.user, code, slug)
    withdraw_grant(grant=grant, by=request.user)
    text = _("%(partner)s can no longer see or download the certificate.")
    messages.success(request, text % {"partner": grant.partner})
    return redirect("valmentamo_certificates:mine")


@unlisted
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The holder takes the certificate back: asked once more, then closed for good."""
    certificate = held_certificate(request.user, code)
    if not certificate.is_replaceable:
        return redirect("valmentamo_certificates:mine")
    if request.method == "POST":
        with suppress(StatusConflict):
            withdraw_certificate(certificate=certificate, by=request.user)
        messages.success(request, _("The certificate has been withdrawn."))
        return redirect("valmentamo_certificates:mine")
    language = get_language() or ""
    context = {
        "certificate": certificate,
        "facts": certificate.facts_in(language),
        "facts_language": certificate.language_near(language),
    }
    return render(request, "valmentamo_certificates/withdraw.html", context)
