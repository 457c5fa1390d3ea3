"""How a stored file leaves: as an attachment that no browser runs anything from."""

import logging

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from .. import filing
from ..doors import OK
from ..models import Certificate
from ..verdicts import Verdict

logger = logging.getLogger(__name__)
SANDBOX = "sandbox; default-src 'none'"


def closed_page(
    request: HttpRequest, certificate: Certificate, verdict: Verdict, status: int
) -> HttpResponse:
    """Explain why there is no file: being made, could not be made, or closed.

    The way back leads to the list that the file was asked from.
    """
    match = request.resolver_match
    context = {
        "certificate": certificate,
        "verdict": verdict,
        "status": status,
        "partner_slug": match.kwargs.get("slug", "") if match else "",
    }
    return render(
        request, "valmentamo_certificates/closed.html", context, status=status
    )


def file_response(
    request: HttpRequest, certificate: Certificate, language: str, verdict: Verdict
) -> HttpResponseBase:
    """Send the bytes as they were issued; they are never made again."""
    row = get_object_or_404(certificate.files, language=language)
    try:
        stored = filing.read(row.storage_key)
    except FileNotFoundError:
        logger.error("The file of certificate %s is lost.", certificate.uuid)
        return closed_page(request, certificate, verdict, 503)
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=f"{certificate.printed_code}-{language}.pdf",
        content_type="application/pdf",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.status_code = OK
    return response
