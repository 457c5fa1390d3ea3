"""Check this file: a PDF is judged in memory, answered on the page and forgotten."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from ..exceptions import CheckBusy
from ..forms import CodeForm
from ..verdicts import LOOKS, Look
from ..verifying import MOST_BYTES, Answer, FileVerdict
from ..verifying import check_file as judge
from .headers import unlisted
from .limits import is_stopped, miss, too_many
from .verify import disclaimer

#: What a form adds around the file in a request.
WRAPPING = 64 * 1024
CHANGED = Look(
    heading=gettext_lazy("The file has been changed after it was sealed"),
    word=Answer.ALTERED.label,
    icon="circle-x",
    tone="proof-stop",
)
FILE_LOOKS: Mapping[Answer, Look] = {
    Answer.ALTERED: CHANGED,
    Answer.UNKNOWN: Look(
        heading=gettext_lazy("The file has our seal, but the certificate is not found"),
        word=Answer.UNKNOWN.label,
        icon="search",
        tone="proof-off",
    ),
    Answer.NOT_OURS: Look(
        heading=gettext_lazy("The file does not have our seal"),
        word=Answer.NOT_OURS.label,
        icon="search",
        tone="proof-off",
    ),
    Answer.NOT_A_PDF: Look(
        heading=gettext_lazy("The file can't be read as a PDF"),
        word=Answer.NOT_A_PDF.label,
        icon="search",
        tone="proof-off",
    ),
    Answer.TOO_LARGE: Look(
        heading=gettext_lazy("The file is too large to be a certificate"),
        word=Answer.TOO_LARGE.label,
        icon="search",
        tone="proof-off",
    ),
}


class InMemory(MemoryFileUploadHandler):
    """Keeps the upload off the disk, whatever the site does with larger files."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


@unlisted
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest) -> HttpResponseBase:
    """Judge an uploaded file. The token of the form is checked after the size.

    Reading the token reads the whole request, so a request that is too large or comes
    from somebody over the limit is answered before that; neither changes anything.
    """
    if request.method != "POST":
        return redirect("valmentamo_certificates:check")
    if is_stopped(request):
        return too_many(request)
    if _length(request) > MOST_BYTES + WRAPPING:
        return _answered(request, FileVerdict(answer=Answer.TOO_LARGE))
    request.upload_handlers = [InMemory(request)]
    return _judged(request)


@csrf_protect
def _judged(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _again(request, _("Choose a PDF file."), 422)
    try:
        found = judge(file.read())
    except CheckBusy:
        text = _("Another file is being checked. Try again in a moment.")
        return _again(request, text, 503)
    return _answered(request, found)


def _again(request: HttpRequest, error: str, status: int) -> HttpResponse:
    context = {"form": CodeForm(), "file_error": error}
    return render(request, "valmentamo_certificates/check.html", context, status=status)


def _answered(request: HttpRequest, found: FileVerdict) -> HttpResponse:
    if found.answer != Answer.KNOWN:
        miss(request)
    return render(
        request,
        "valmentamo_certificates/file_checked.html",
        _context(found),
        status=413 if found.answer == Answer.TOO_LARGE else 200,
    )


def _context(found: FileVerdict) -> dict[str, Any]:
    context = {
        "answer": found.answer.value,
        "form": CodeForm(),
        "checked_at": timezone.now(),
    }
    if found.certificate is None or found.verdict is None:
        return context | {"look": FILE_LOOKS[found.answer]}
    language = get_language() or found.language
    return context | {
        "look": LOOKS[found.verdict.page],
        "verdict": found.verdict,
        "certificate": found.certificate,
        "facts": found.certificate.facts_in(language),
        "facts_language": found.certificate.language_near(language),
        **disclaimer(found.certificate, language),
    }


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() else 0
