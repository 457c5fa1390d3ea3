"""The partner's list: the certificates that were shared with an organisation."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import feed
from ..doors import OK
from ..enums import Change, Door, Role
from ..models import Certificate, PartnerOrganisation
from ..narrowing import FilterForm
from ..permissions import (
    partner_of_member,
    require_language,
    role_in,
    shared_certificate,
)
from ..services.disclosing import record_download, record_listing
from ..shares import counts, shares
from ..verdicts import verdict
from .files import closed_page, file_response
from .headers import unlisted

PAGE_SIZE = 50


@unlisted
@login_required
@require_safe
def partner_home(request: HttpRequest) -> HttpResponse:
    """The organisations that the person acts for; of a single one its list."""
    partners = list(PartnerOrganisation.objects.for_member(request.user))
    if len(partners) == 1:
        return redirect("valmentamo_certificates:partner_list", partners[0].slug)
    template = "valmentamo_certificates/partner_home.html"
    return render(request, template, {"partners": partners})


@unlisted
@login_required
@require_safe
def partner_list(request: HttpRequest, slug: str) -> HttpResponse:
    partner = partner_of_member(request.user, slug)
    now, language = timezone.now(), get_language() or ""
    form = FilterForm(request.GET, partner=partner, language=language, at=now)
    shared = Certificate.objects.shared_with(partner, now)
    found = form.wish.of(shared, at=now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(shares(page.object_list, language=language, at=now))
    latest = feed.latest(partner, at=now).lines
    changes = [line for line in latest if line.kind != Change.GONE]
    _note(request, partner, [row.certificate.pk for row in rows], Door.LIST)
    seen = [line.certificate_id for line in changes]
    _note(request, partner, seen, Door.FEED)
    context = {
        "partner": partner,
        "form": form,
        "is_narrowed": bool(form.query),
        "query": urlencode(form.query),
        "page_of_rows": page,
        "rows": rows,
        "counts": counts(shared, at=now),
        "changes": changes,
        "is_manager": role_in(request.user, partner) == Role.MANAGER,
    }
    return render(request, "valmentamo_certificates/partner_list.html", context)


@unlisted
@login_required
@require_safe
def partner_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to the certificates, newest first."""
    partner = partner_of_member(request.user, slug)
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else None
    page = feed.latest(partner, at=timezone.now(), before=before, most=PAGE_SIZE)
    _note(request, partner, [row.certificate_id for row in page.lines], Door.FEED)
    context = {"partner": partner, "changes": page.lines, "older": page}
    return render(request, "valmentamo_certificates/partner_changes.html", context)


@unlisted
@login_required
@require_safe
def partner_download(
    request: HttpRequest, slug: str, code: str, language: str
) -> HttpResponseBase:
    partner = partner_of_member(request.user, slug)
    certificate = shared_certificate(partner, code)
    require_language(certificate, language)
    judged = verdict(certificate, at=timezone.now())
    if judged.answer.partner != OK:
        return closed_page(request, certificate, judged, judged.answer.partner)
    record_download(
        certificate=certificate,
        language=language,
        door=Door.PARTNER,
        by=request.user,
        partner=partner,
    )
    return file_response(request, certificate, language, judged)


def _note(
    request: HttpRequest, partner: PartnerOrganisation, keys: list[Any], door: Door
) -> None:
    record_listing(
        shown=list(dict.fromkeys(keys)), door=door, by=request.user, partner=partner
    )
