"""The partner's door for systems: read only, JSON, a bearer token; see docs/partner-api.md.

No token, or one that is not in force, is 401, and 429 once too many wrong ones came from
one network. Everything else that is refused is 404, as on the pages. A token in force is
always served: 256 bits are not guessed, and a neighbour's mistakes shut nobody out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import Prefetch
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from . import feed, manifest
from .bundling import entry_for, files_of
from .clients import client_key
from .conf import app_settings
from .doors import OK
from .enums import Change, Door, Scope
from .exceptions import CursorTooOld
from .models import ApiToken, Certificate, CertificateFile, PartnerOrganisation
from .narrowing import FilterForm
from .permissions import require_language, shared_certificate
from .services.disclosing import record_download, record_listing
from .services.limiting import count_miss, is_over_limit
from .services.tokens import recognise
from .shares import Share, shares
from .verdicts import verdict
from .views.files import file_response
from .views.headers import unlisted

PAGE_SIZE = 200
View = Callable[..., HttpResponseBase]


def for_scope(scope: Scope) -> Callable[[View], View]:
    """Hand the view the partner whose token came, if it may do this."""

    def wrap(view: View) -> View:
        @unlisted
        @require_safe
        @wraps(view)
        def asked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            token = _token(request)
            if token is None:
                return _unauthorised(request)
            try:
                if not token.allows(scope):
                    raise Http404
                return view(request, token.partner, **kwargs)
            except Http404:
                return _error("not_found", 404)

        return asked

    return wrap


@for_scope(Scope.LIST)
def certificates(request: HttpRequest, partner: PartnerOrganisation) -> HttpResponse:
    """The list with its filters, a page at a time."""
    now, language = timezone.now(), get_language() or ""
    form = FilterForm(request.GET, partner=partner, language=language, at=now)
    after = _number(request, "after")
    if not form.is_valid() or after is None:
        return _error("invalid_filter", 400, fields=sorted(form.errors))
    found = form.wish.of(Certificate.objects.shared_with(partner, now), at=now)
    files = CertificateFile.objects.defer("credential")
    rows = list(
        found.filter(pk__gt=after)
        .order_by("pk")
        .prefetch_related(Prefetch("files", files))[: PAGE_SIZE + 1]
    )
    page = rows[:PAGE_SIZE]
    _note(partner, [row.pk for row in page], Door.API_LIST)
    return JsonResponse(
        {
            "certificates": [
                _row(share) for share in shares(page, language=language, at=now)
            ],
            "next": page[-1].pk if len(rows) > PAGE_SIZE else None,
        }
    )


@for_scope(Scope.FILES)
def file(
    request: HttpRequest, partner: PartnerOrganisation, code: str, language: str
) -> HttpResponseBase:
    """The bytes as issued; 410 with the state for a closed one."""
    certificate = shared_certificate(partner, code)
    require_language(certificate, language)
    judged = verdict(certificate, at=timezone.now())
    if judged.answer.partner != OK:
        return _error("closed", judged.answer.partner, status=judged.page.value)
    record_download(
        certificate=certificate,
        language=language,
        door=Door.API_FILE,
        by=None,
        partner=partner,
    )
    return file_response(request, certificate, language, judged)


@for_scope(Scope.CHANGES)
def changes(request: HttpRequest, partner: PartnerOrganisation) -> HttpResponse:
    """What changed after a number. 410 means: list everything again."""
    since, now = _number(request, "since"), timezone.now()
    if since is None:
        return _error("invalid_filter", 400, fields=["since"])
    try:
        page = feed.read(partner, since=since, at=now)
    except CursorTooOld:
        return _error("cursor_too_old", 410, cursor=partner.last_change)
    _note(partner, [line.certificate_id for line in page.lines], Door.API_CHANGES)
    return JsonResponse(
        {
            "changes": [
                {
                    "number": line.number,
                    "code": line.certificate.printed_code,
                    "change": Change(line.kind).value,
                    "at": manifest.stamp(line.at),
                }
                for line in page.lines
            ],
            "cursor": page.cursor,
            "more": page.has_more,
        }
    )


@for_scope(Scope.LIST)
def check_list(request: HttpRequest, partner: PartnerOrganisation) -> HttpResponse:
    """The signed list of every file with its SHA-256 and state, without the files."""
    now = timezone.now()
    keys = list(
        Certificate.objects.shared_with(partner, now)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    lines = [
        manifest.encoded(entry_for(certificate, row, at=now, data=None, is_listed=True))
        for certificate in files_of(partner, keys, at=now)
        for row in certificate.files.all()
    ]
    data = manifest.document(partner=partner, lines=lines, at=now)
    _note(partner, keys, Door.API_MANIFEST)
    response = HttpResponse(data, content_type="application/json")
    response.headers["X-JWS-Signature"] = manifest.signature(data)
    return response


def _token(request: HttpRequest) -> ApiToken | None:
    scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        return None
    return recognise(text=text.strip())


def _unauthorised(request: HttpRequest) -> HttpResponse:
    """Count what was tried; a request without any token tries nothing."""
    client, now = f"api:{client_key(request)[:60]}", timezone.now()
    if is_over_limit(client=client, at=now):
        response = _error("too_many_wrong_tokens", 429)
        response.headers["Retry-After"] = "600"
        return response
    if "Authorization" in request.headers:
        count_miss(client=client, at=now)
    response = _error("unauthorised", 401)
    response.headers["WWW-Authenticate"] = 'Bearer realm="certificates"'
    return response


def _error(word: str, status_code: int, **more: Any) -> HttpResponse:
    return JsonResponse({"error": word, **more}, status=status_code)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "0")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _note(partner: PartnerOrganisation, keys: list[int], door: Door) -> None:
    keys = list(dict.fromkeys(keys))
    record_listing(shown=keys, door=door, by=None, partner=partner)


def _row(share: Share) -> dict[str, Any]:
    certificate, facts = share.certificate, share.facts
    return {
        "code": certificate.printed_code,
        "name": certificate.printed_name,
        "course": facts.course,
        "hours": facts.hours,
        "issued_on": facts.issued_on.isoformat(),
        "valid_until": _stamp(certificate.valid_until),
        "status": share.verdict.page.value,
        "files": [
            {
                "language": row.language,
                "sha256": row.sha256,
                "size": row.size,
                "url": _file_url(certificate, row.language),
            }
            for row in certificate.files.all()
            if share.can_download
        ],
    }


def _stamp(at: datetime | None) -> str | None:
    return manifest.stamp(at) if at else None


def _file_url(certificate: Certificate, language: str) -> str:
    """From the setting, never from what the request says its host is."""
    args = [certificate.printed_code, language]
    return app_settings.base_url + reverse(
        "valmentamo_certificates:api_file", args=args
    )
