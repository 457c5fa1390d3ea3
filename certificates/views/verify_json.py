"""The public page for programs: the same state and facts, by content negotiation."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from ..addresses import credential_url, status_list_url
from ..doors import GONE, MISSING, OK
from ..enums import ListPurpose, PageState
from ..models import Certificate
from ..verdicts import Verdict, verdict

HTML = "text/html"
TYPES = ["application/json", "application/ld+json", "application/vc"]
CLOSED = {
    PageState.SUSPENDED,
    PageState.REVOKED,
    PageState.SUPERSEDED,
    PageState.WITHDRAWN,
}


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller prefers data to a page; a browser never does."""
    return request.get_preferred_type([HTML, *TYPES]) in TYPES


def answer_json(
    request: HttpRequest, certificate: Certificate, *, token: str
) -> JsonResponse:
    """State, dates and the facts that the page shows; 410 when an event closed it.

    The name is not told. The whole credential has an address of its own, told to those
    whose token of the QR code was right.
    """
    now = timezone.now()
    judged = verdict(certificate, at=now)
    language = certificate.language_near(request.LANGUAGE_CODE)
    data = {
        "code": certificate.printed_code,
        "state": judged.page.value,
        "checked_at": now,
        **_why(judged),
    }
    if judged.is_open:
        data |= _facts(certificate, language)
        data["status_lists"] = _places(certificate)
        if token:
            data["credential"] = (
                f"{credential_url(certificate.code, language)}?k={token}"
            )
    return _answer(data, GONE if judged.page in CLOSED else OK)


def unknown_json() -> JsonResponse:
    return _answer({"state": PageState.UNKNOWN.value}, MISSING)


def _answer(data: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(data, status=status)
    patch_vary_headers(response, ["Accept"])
    return response


def _why(judged: Verdict) -> dict[str, Any]:
    if judged.event is None or judged.page == PageState.WITHDRAWN:
        return {}
    return {"since": judged.event.at, "reason": judged.event.reason_code}


def _facts(certificate: Certificate, language: str) -> dict[str, Any]:
    facts = certificate.facts_in(language)
    return {
        "language": language,
        "training": facts.course,
        "hours": facts.hours,
        "organiser": facts.organiser,
        "issued_on": facts.issued_on,
        "valid_until": certificate.valid_until,
    }


def _places(certificate: Certificate) -> list[dict[str, Any]]:
    """Where both bits of the certificate are; the credential has room for one."""
    return [
        {
            "purpose": purpose.value,
            "list": status_list_url(
                purpose.value, getattr(certificate, f"{purpose.value}_list")
            ),
            "index": getattr(certificate, f"{purpose.value}_index"),
        }
        for purpose in ListPurpose
    ]
