"""The partner's list as files: CSV, Excel, and a ZIP of the certificates themselves."""

from collections.abc import Callable, Iterable

from django.contrib.auth.decorators import login_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from ..bundling import Bundle
from ..enums import Door
from ..exporting import as_csv, as_workbook
from ..models import Certificate, PartnerOrganisation
from ..narrowing import FilterForm
from ..numbering import parse_code
from ..permissions import partner_of_member
from ..querysets import CertificateQuerySet
from ..services.disclosing import record_listing
from ..shares import Share, shares
from .headers import unlisted

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@unlisted
@login_required
@require_POST
def partner_csv(request: HttpRequest, slug: str) -> HttpResponse:
    kind = "text/csv; charset=utf-8"
    return _listing(request, slug, write=as_csv, door=Door.CSV, kind=kind)


@unlisted
@login_required
@require_POST
def partner_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    return _listing(request, slug, write=as_workbook, door=Door.XLSX, kind=EXCEL)


@unlisted
@login_required
@require_POST
def partner_zip(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The chosen certificates, or all that match the filters, while they are read."""
    partner = partner_of_member(request.user, slug)
    form = _form(request, partner)
    if not form.is_valid():
        return redirect("valmentamo_certificates:partner_list", slug)
    bundle = Bundle(
        partner=partner,
        chosen=list(_chosen(request, partner, form).values_list("pk", flat=True)),
        language=form.wish.language,
        by=request.user,
    )
    response = StreamingHttpResponse(bundle, content_type="application/zip")
    # A proxy that gathers it first would keep the person waiting.
    response.headers["X-Accel-Buffering"] = "no"
    return _attached(response, partner, Door.ZIP)


def _listing(
    request: HttpRequest,
    slug: str,
    *,
    write: Callable[[Iterable[Share]], bytes],
    door: Door,
    kind: str,
) -> HttpResponse:
    partner = partner_of_member(request.user, slug)
    form = _form(request, partner)
    if not form.is_valid():
        return redirect("valmentamo_certificates:partner_list", slug)
    rows = _chosen(request, partner, form)
    now = timezone.now()
    found = list(shares(rows.iterator(), language=get_language() or "", at=now))
    keys = [share.certificate.pk for share in found]
    record_listing(shown=keys, door=door, by=request.user, partner=partner)
    response = HttpResponse(write(found), content_type=kind)
    return _attached(response, partner, door)


def _form(request: HttpRequest, partner: PartnerOrganisation) -> FilterForm:
    return FilterForm(
        request.POST,
        partner=partner,
        language=get_language() or "",
        at=timezone.now(),
    )


def _chosen(
    request: HttpRequest, partner: PartnerOrganisation, form: FilterForm
) -> CertificateQuerySet:
    now = timezone.now()
    rows = form.wish.of(Certificate.objects.shared_with(partner, now), at=now)
    codes = [parse_code(text) or "" for text in request.POST.getlist("chosen")]
    return rows.filter(code__in=codes) if codes else rows


def _attached[R: HttpResponseBase](
    response: R, partner: PartnerOrganisation, door: Door
) -> R:
    name = f"{partner.slug}-{timezone.localdate().isoformat()}.{door.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
