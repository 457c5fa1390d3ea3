"""What other systems read: our identity, the status lists, a credential."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ..clients import client_key
from ..credentials.identity import did_document, key_set
from ..doors import GONE, OK
from ..enums import KeyPurpose, ListPurpose, PageState
from ..models import Certificate, PublicKey
from ..numbering import parse_code
from ..services.limiting import count_miss, is_over_limit
from ..services.status_lists import forms_of, is_known
from ..tokens import token_matches
from ..verdicts import verdict
from .headers import unlisted

JSON_LD = "application/ld+json"
CREDENTIAL = "application/vc"
TOKEN = "application/vc+jwt"  # noqa: S105 - a media type


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    return _open(did_document(_credential_keys()), "application/did+json")


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    return _open(key_set(_credential_keys()), "application/jwk-set+json")


@require_safe
def status_list(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """A signed list of bits; as a JWT for those who ask for `application/vc+jwt`."""
    if purpose not in ListPurpose.values or not is_known(ListPurpose(purpose), number):
        raise Http404
    document, token = forms_of(purpose=ListPurpose(purpose), number=number)
    if request.get_preferred_type([CREDENTIAL, JSON_LD, TOKEN]) == TOKEN:
        response = HttpResponse(token, content_type=TOKEN)
    else:
        response = _open(document, CREDENTIAL)
    patch_vary_headers(response, ["Accept"])
    # Ours is asked anew each time, so that an event is seen at once.
    response.headers["Cache-Control"] = "no-cache"
    return response


@unlisted
@require_safe
def credential(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The credential for its holder, and for whoever has the token of the QR code."""
    client, now = client_key(request), timezone.now()
    if is_over_limit(client=client, at=now):
        return JsonResponse({"error": "too_many_requests"}, status=429)
    certificate = Certificate.objects.filter(code=parse_code(code) or "").first()
    if certificate is None or not _may_read(request, certificate):
        count_miss(client=client, at=now)
        raise Http404
    judged = verdict(certificate, at=now)
    if judged.answer.holder != OK:
        gone = judged.answer.holder == GONE
        return JsonResponse(
            {"status": judged.page.value, "reason": _reason(judged)},
            status=GONE if gone else 404,
        )
    file = get_object_or_404(certificate.files, language=language)
    if file.credential is None:
        raise Http404
    return JsonResponse(file.credential, content_type=CREDENTIAL)


def _may_read(request: HttpRequest, certificate: Certificate) -> bool:
    if token_matches(certificate.code, request.GET.get("k", "")):
        return True
    holder = Certificate.objects.visible_to(request.user)
    return holder.filter(pk=certificate.pk).exists()


def _reason(judged: Any) -> str:
    """Who took it back, and why, is not told; as on the page."""
    if judged.event is None or judged.page == PageState.WITHDRAWN:
        return ""
    return str(judged.event.reason_code)


def _credential_keys() -> Any:
    return PublicKey.objects.for_purpose(KeyPurpose.CREDENTIAL)


def _open(document: dict[str, Any], content_type: str) -> JsonResponse:
    response = JsonResponse(document, content_type=content_type)
    # Wallets in a browser read it from another site; nothing here is secret.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
