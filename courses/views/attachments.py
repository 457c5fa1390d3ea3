"""A file beside an answer, for those who may read the answer."""

import logging
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from courses.permissions import attachment_for

logger = logging.getLogger(__name__)


@login_required
@require_safe
def attachment(request: HttpRequest, attachment: UUID) -> FileResponse:
    """Sent to be stored, never to be shown: it can't run anything on our pages."""
    row = attachment_for(request.user, attachment)
    try:
        stored = row.file.open("rb")
    except FileNotFoundError as error:
        logger.error("The file of attachment %s is lost.", row.uuid)
        raise Http404 from error
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=row.name,
        content_type=row.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
