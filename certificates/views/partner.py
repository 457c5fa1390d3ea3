"""The partner's list: the certificates that were shared with an organisation."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import doors
from ..doors import OK
from ..enums import Door, PageState, State
from ..models import Certificate
from ..permissions import partner_of_member, require_language, shared_certificate
from ..services.disclosing import record_download
from ..verdicts import LOOKS, Verdict, answer_for, verdict
from .files import closed_page, file_response
from .headers import unlisted

PAGE_SIZE = 50


@unlisted
@login_required
@require_safe
def partner_list(request: HttpRequest, slug: str) -> HttpResponse:
    partner = partner_of_member(request.user, slug)
    now = timezone.now()
    shared = Certificate.objects.shared_with(partner, now)
    page = Paginator(shared.order_by("printed_name", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "partner": partner,
        "page_of_rows": page,
        "rows": [_row(certificate, at=now) for certificate in page],
        "counts": _counts(shared, at=now),
    }
    return render(request, "valmentamo_certificates/partner_list.html", context)


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


def _row(certificate: Certificate, *, at: datetime) -> dict[str, Any]:
    language = get_language() or ""
    answer = answer_for(certificate, at=at)
    return {
        "certificate": certificate,
        "facts": certificate.facts_in(language),
        "facts_language": certificate.language_near(language),
        "verdict": Verdict(answer=answer),
        "can_download": answer.partner == OK,
    }


def _counts(shared: QuerySet[Certificate], *, at: datetime) -> list[tuple[str, int]]:
    """How many certificates are in which state, in the order of the table of states."""
    groups = (
        shared.order_by()
        .annotate(expired=Q(valid_until__isnull=False, valid_until__lte=at))
        .values_list("status", "expired")
        .annotate(count=Count("pk"))
    )
    found: Counter[PageState] = Counter()
    for status, expired, count in groups:
        answer = doors.answer(
            state=State.READY, status=status, valid_until=at if expired else None, at=at
        )
        found[answer.page] += count
    return [
        (str(LOOKS[page].word), found[page])
        for page in PageState
        if found[page] or page == PageState.VALID
    ]
