"""Scoped look-ups and the headers that every door sends. A refusal is a 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ..models import Certificate, PartnerOrganisation
from ..numbering import parse_code

View = Callable[..., HttpResponseBase]


def unlisted(view: View) -> View:
    """Keep a page out of search engines, caches and other sites' logs.

    The referrer stays inside the site: with `no-referrer` browsers would send
    `Origin: null`, and every form on the page would fail Django's CSRF check.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def held_certificate_or_404(request: HttpRequest, code: str) -> Certificate:
    held = Certificate.objects.visible_to(request.user)
    return get_object_or_404(held, code=parse_code(code) or "")


def partner_or_404(request: HttpRequest, slug: str) -> PartnerOrganisation:
    return get_object_or_404(
        PartnerOrganisation.objects.for_member(request.user), slug=slug
    )


def shared_certificate_or_404(partner: PartnerOrganisation, code: str) -> Certificate:
    shared = Certificate.objects.shared_with(partner, timezone.now())
    return get_object_or_404(shared, code=parse_code(code) or "")


def language_or_404(certificate: Certificate, language: str) -> str:
    if language not in certificate.languages:
        raise Http404
    return language
