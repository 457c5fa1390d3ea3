"""The public page: anyone with a code may ask whether the certificate is genuine."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import doors
from ..forms import CodeForm, FamilyNameForm
from ..models import Certificate
from ..numbering import parse_code, printed
from ..privacy import initials
from ..texts import in_language
from ..tokens import token_matches
from ..verdicts import Verdict, answer_for, successor_of, verdict
from .headers import unlisted
from .limits import is_stopped, miss, too_many
from .verify_json import answer_json, unknown_json, wants_json


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer for a code. A GET draws nothing and writes only when it missed."""
    if is_stopped(request):
        return too_many(request)
    certificate = _find(parse_code(code) or "")
    if certificate is None:
        return _unknown(request, code)
    if request.method != "POST" and wants_json(request):
        token = request.GET.get("k", "") if _knows_token(request, certificate) else ""
        return answer_json(request, certificate, token=token)
    # Of a replaced one only the new holder is asked for: it may have been the wrong one.
    asked = successor_of(certificate) or certificate
    form = FamilyNameForm(request.POST or None, certificate=asked)
    wrong = request.method == "POST" and not form.is_valid()
    if wrong:
        miss(request)
    named = _knows_token(request, asked) or (request.method == "POST" and not wrong)
    return render(
        request,
        "valmentamo_certificates/verify.html",
        _context(certificate, asked=asked, form=form, named=named),
        status=422 if wrong else 200,
    )


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """A field for the code. An unknown one is said so, and what was typed stays."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return render(request, "valmentamo_certificates/check.html", {"form": form})
    if is_stopped(request):
        return too_many(request)
    if form.is_valid():
        if certificate := _find(form.parsed()):
            return redirect(
                "valmentamo_certificates:verify", code=printed(certificate.code)
            )
        miss(request)
        form.add_error("code", _unknown_message())
    return render(
        request, "valmentamo_certificates/check.html", {"form": form}, status=422
    )


@require_safe
def check_short(request: HttpRequest) -> HttpResponse:
    """The short address that is printed on the certificate, without a code."""
    return redirect("valmentamo_certificates:check")


def _find(code: str) -> Certificate | None:
    """The certificate that the public may hear of; pending and refused are unknown."""
    try:
        found = Certificate.objects.with_what_the_public_sees().get(code=code)
    except Certificate.DoesNotExist:
        return None
    hidden = answer_for(found, at=timezone.now()).public == doors.MISSING
    return None if hidden else found


def _context(
    certificate: Certificate,
    *,
    asked: Certificate,
    form: FamilyNameForm,
    named: bool,
) -> dict[str, Any]:
    language = get_language() or certificate.languages[0]
    shown = certificate.language_near(language)
    name = certificate.printed_name
    now = timezone.now()
    return {
        "certificate": certificate,
        "verdict": verdict(certificate, at=now),
        "facts": certificate.facts_in(language),
        "facts_language": shown,
        "holder": (name if named else initials(name)) if name else "",
        "named": named,
        "successor": asked if asked != certificate else None,
        "family_name_form": form,
        "form": CodeForm(),
        "checked_at": now,
        **disclaimer(certificate, language),
    }


def disclaimer(certificate: Certificate, language: str) -> dict[str, str]:
    """What the certificate is not, said wherever its facts are shown."""
    version, near = certificate.template_version, certificate.language_near(language)
    said = language if language in version.languages else near
    text = in_language(version.disclaimer, said)
    return {"disclaimer": text, "disclaimer_language": said}


def _knows_token(request: HttpRequest, certificate: Certificate) -> bool:
    return token_matches(certificate.code, request.GET.get("k", ""))


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    miss(request)
    if wants_json(request):
        return unknown_json()
    # The page is the answer: the field keeps what was typed and does not say it again.
    context = {
        "form": CodeForm(initial={"code": typed}),
        "verdict": Verdict(answer=doors.PENDING),
        "checked_at": timezone.now(),
    }
    return render(request, "valmentamo_certificates/unknown.html", context, status=404)


def _unknown_message() -> str:
    return _(
        "No certificate has this code. Check that you typed all 17 characters. "
        "The letters I, L, O and U are not used."
    )
