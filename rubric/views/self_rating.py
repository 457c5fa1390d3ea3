"""The public page where anybody rates a text of their own. Nothing of it is stored.

What a person chose lives in the page alone: the result carries it in hidden fields, and
the PDF, the file and the way back are posts of the same fields, checked afresh.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rubric.conf import app_settings
from rubric.exceptions import PrinterBusy, TooManyPrints
from rubric.forms import SelfRatingForm
from rubric.interchange.self_rating import as_json
from rubric.models import RubricVersion
from rubric.self_print import draw_self_rating
from rubric.self_view import SelfView, self_criteria
from rubric.services.limiting import claim_print
from valmentamo.clients import client_key
from valmentamo.pdf.exceptions import PdfError, PdfNotInstalled

FOLDER = "valmentamo_rubric"
#: On a shared computer nobody shall find by "back" what was typed before.
unkept = cache_control(no_store=True, private=True)


@sensitive_post_parameters()
@unkept
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def self_rating(request: HttpRequest) -> HttpResponse:
    """The form, and by a post what the chosen levels mean."""
    version = _version(request)
    if request.method != "POST":
        return _form(request, version, SelfRatingForm(criteria=self_criteria(version)))
    form = _bound(request, version)
    if not form.is_valid() or "change" in request.POST:
        return _form(request, version, form)
    return _result(request, version, form)


@sensitive_post_parameters()
@unkept
@csrf_protect
@require_POST
def self_rating_file(request: HttpRequest) -> HttpResponse:
    version = _version(request)
    form = _bound(request, version)
    if not form.is_valid():
        return _form(request, version, form)
    data = as_json(_view(version, form).as_file)
    return _download(data, "application/json", "json")


@sensitive_post_parameters()
@unkept
@csrf_protect
@require_POST
def self_rating_pdf(request: HttpRequest) -> HttpResponse:
    version = _version(request)
    form = _bound(request, version)
    if not form.is_valid():
        return _form(request, version, form)
    try:
        client = client_key(request, purpose="rubric.print")
        claim_print(client=client, at=timezone.now())
        data = draw_self_rating(_view(version, form))
    except TooManyPrints as refusal:
        answer = _result(request, version, form, status=429, trouble="often")
        answer["Retry-After"] = str(int(refusal.wait.total_seconds()) + 1)
        return answer
    except PrinterBusy:
        answer = _result(request, version, form, status=503, trouble="busy")
        answer["Retry-After"] = "10"
        return answer
    except PdfNotInstalled:
        return _result(request, version, form, status=501, trouble="missing")
    except PdfError:
        return _result(request, version, form, status=503, trouble="stopped")
    return _download(data, "application/pdf", "pdf")


def _version(request: HttpRequest) -> RubricVersion:
    """The current version; for a page opened earlier, the one that it was opened with."""
    slug = app_settings.public_rubric
    if slug is None:
        raise Http404
    versions = RubricVersion.objects.with_structure()
    if slug:
        versions = versions.for_slug(slug)
    current = versions.current()[:2]
    if len(current) != 1:
        raise Http404
    wanted = request.POST.get("version")
    if not wanted or wanted == str(current[0].uuid):
        return current[0]
    try:
        earlier = current[0].rubric.versions.ever_published().with_structure()
        return earlier.get(uuid=UUID(wanted))
    except (ValueError, RubricVersion.DoesNotExist):
        raise Http404 from None


def _bound(request: HttpRequest, version: RubricVersion) -> SelfRatingForm:
    return SelfRatingForm(request.POST, criteria=self_criteria(version))


def _view(version: RubricVersion, form: SelfRatingForm) -> SelfView:
    return SelfView(
        version=version,
        levels=form.levels,
        notes=form.notes,
        title=form.cleaned_data["title"],
        at=timezone.now().replace(microsecond=0),
    )


def _form(
    request: HttpRequest, version: RubricVersion, form: SelfRatingForm
) -> HttpResponse:
    has_errors = form.is_bound and bool(form.errors)
    context = {"version": version, "form": form, "has_errors": has_errors}
    status = 422 if has_errors else 200
    return render(request, f"{FOLDER}/self_rating.html", context, status=status)


def _result(
    request: HttpRequest,
    version: RubricVersion,
    form: SelfRatingForm,
    *,
    status: int = 200,
    trouble: str = "",
) -> HttpResponse:
    context = {
        "version": version,
        "form": form,
        "view": _view(version, form),
        "trouble": trouble,
    }
    return render(request, f"{FOLDER}/self_rating_result.html", context, status=status)


def _download(data: bytes, content_type: str, ending: str) -> HttpResponse:
    words = gettext("self-rating")
    name = f"{words}-{timezone.localdate().isoformat()}.{ending}"
    return HttpResponse(
        data,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
