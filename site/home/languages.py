"""The same page in the other languages: for the switch in the header and hreflang."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, override
from wagtail.models import Page

from .navigation import content_languages, front_url


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool
    exact: bool
    """False where the page has no translation and the nearest parent that has is linked."""


def language_links(request: HttpRequest, page: Any = None) -> list[LanguageLink]:
    """One link a language: the translation of the page, else of its nearest ancestor."""
    if isinstance(page, Page):
        urls, exact = _page_urls(request, page)
    else:
        urls = _view_urls(request)
        exact = set(urls)
    active = get_language()
    return [
        LanguageLink(
            code=code,
            name=name,
            url=urls.get(code) or _front(code),
            current=code == active,
            exact=code in exact,
        )
        for code, name in content_languages()
    ]


def _front(code: str) -> str:
    with override(code):
        return front_url()


def _view_urls(request: HttpRequest) -> dict[str, str]:
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve":
        return {}
    path, active = request.get_full_path(), get_language()
    return {
        code: path if code == active else translate_url(path, code)
        for code, _ in content_languages()
    }


def _page_urls(request: HttpRequest, page: Page) -> tuple[dict[str, str], set[str]]:
    chain = list(page.get_ancestors(inclusive=True).filter(depth__gt=1))
    depths = {p.translation_key: p.depth for p in chain}
    found: dict[str, Page] = {}
    rows = (
        Page.objects.live().filter(translation_key__in=depths).select_related("locale")
    )
    for other in rows.order_by("depth"):
        found[other.locale.language_code] = other
    exact = {
        code
        for code, other in found.items()
        if other.translation_key == page.translation_key
    }
    return {code: p.get_url(request) or "" for code, p in found.items()}, exact
