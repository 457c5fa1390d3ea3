"""What the holder takes elsewhere: the credential, the badge, the Europass file."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..baking import baked_png, baked_svg
from ..doors import OK
from ..enums import Door
from ..europass import learning_model
from ..models import Certificate
from ..permissions import held_certificate, require_language
from ..services.disclosing import record_download
from ..verdicts import verdict
from .files import SANDBOX, closed_page
from .headers import unlisted

Maker = Callable[[dict[str, Any]], bytes]


def as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


# The last part of the address: how it is made, and its type.
FROM_CREDENTIAL: dict[str, tuple[Maker, str]] = {
    "credential.json": (as_json, "application/vc"),
    "badge.svg": (baked_svg, "image/svg+xml"),
    "badge.png": (baked_png, "image/png"),
}
EUROPASS = "europass-unsigned.json"


@unlisted
@login_required
@require_safe
def export(
    request: HttpRequest, code: str, language: str, kind: str
) -> HttpResponseBase:
    """One form of the certificate for its holder; nothing is drawn or signed here."""
    certificate = held_certificate(request.user, code)
    require_language(certificate, language)
    judged = verdict(certificate, at=timezone.now())
    if judged.answer.holder != OK:
        return closed_page(request, certificate, judged, judged.answer.holder)
    data, content_type = _made(certificate, language, kind)
    record_download(
        certificate=certificate, language=language, door=Door.HOLDER, by=request.user
    )
    response = HttpResponse(data, content_type=content_type)
    name = f"{certificate.printed_code}-{language}-{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _made(certificate: Certificate, language: str, kind: str) -> tuple[bytes, str]:
    if kind == EUROPASS:
        return as_json(learning_model(certificate, language)), "application/ld+json"
    if kind not in FROM_CREDENTIAL:
        raise Http404
    file = get_object_or_404(certificate.files, language=language)
    if file.credential is None:
        raise Http404
    make, content_type = FROM_CREDENTIAL[kind]
    return make(file.credential), content_type
