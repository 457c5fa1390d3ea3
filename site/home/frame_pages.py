"""The pages that the header and footer link to: read anew when a page has changed.

Each process keeps the links under a mark that all processes share in the cache; who
changes a page changes the mark. The mark is read before the pages are, so links that were
read too early stand under a mark that nobody asks for any more.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language
from wagtail.models import Page

from .models import TextPage

MARK = "home.frame_pages"
#: Also without a change, in case a process died before it could change the mark.
SECONDS = 300
#: Places are few; a made-up host or mount point must not fill the memory.
MOST_PLACES = 64


@dataclass(frozen=True, slots=True)
class FramePages:
    courses_url: str
    """Where the courses are listed; empty where no such page is public."""
    statements: tuple[tuple[str, str], ...]
    """Address and title of each text page."""


_kept: dict[tuple[str, ...], tuple[str, FramePages]] = {}


def frame_pages(request: HttpRequest) -> FramePages:
    """The links in the active language, as this host writes its addresses."""
    mark = str(cache.get_or_set(MARK, _new_mark, SECONDS))
    place = (request.get_host(), get_script_prefix(), get_language() or "")
    kept_under, pages = _kept.get(place, ("", None))
    if pages is None or kept_under != mark:
        if len(_kept) >= MOST_PLACES:
            _kept.clear()
        pages = _read(request)
        _kept[place] = (mark, pages)
    return pages


def forget_frame_pages(**sent: Any) -> None:
    """Receiver of everything that may change a link: each process reads them again."""
    transaction.on_commit(lambda: cache.set(MARK, _new_mark(), SECONDS))


def _new_mark() -> str:
    return uuid4().hex


def _read(request: HttpRequest) -> FramePages:
    """One query for the pages of all kinds."""
    kinds = (course_index_page(), TextPage)
    pages = Page.objects.live().public().type(*kinds).order_by("path")
    found: dict[type[Page], list[Page]] = {kind: [] for kind in kinds}
    for page in pages.filter(locale__language_code=get_language()):
        found[page.cached_content_type.model_class()].append(page)
    lists, statements = found.values()
    return FramePages(
        courses_url=(lists[0].get_url(request) or "") if lists else "",
        statements=tuple(
            (page.get_url(request) or "", page.title) for page in statements
        ),
    )


def course_index_page() -> type[Page]:
    return apps.get_model("valmentamo_courses", "CourseIndexPage")
