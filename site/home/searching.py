"""Which pages a search may name: public ones whose every ancestor is live."""

import re

from wagtail.models import Locale, Page

# Lessons and exercises belong to those who take part; the course page tells of them.
OPEN_TYPES = {
    ("home", "homepage"),
    ("home", "textpage"),
    ("valmentamo_courses", "courseindexpage"),
    ("valmentamo_courses", "coursepage"),
}
MOST = 200


def found_pages(query: str) -> list[Page]:
    """Live, public pages of the active language that match, best first."""
    words = " ".join(re.findall(r"\w+", query))  # marks are syntax to the index
    if not words:
        return []
    pages = Page.objects.live().public().filter(locale=Locale.get_active())
    hits = list(pages.search(words)[:MOST])
    hidden = _hidden_paths(hits)
    return [
        page.specific
        for page in hits
        if _is_open(page) and not any(page.path.startswith(path) for path in hidden)
    ]


def _is_open(page: Page) -> bool:
    kind = page.cached_content_type
    return (kind.app_label, kind.model) in OPEN_TYPES


def _hidden_paths(pages: list[Page]) -> list[str]:
    step = Page.steplen
    parents = {
        page.path[:end] for page in pages for end in range(step, len(page.path), step)
    }
    rows = Page.objects.filter(path__in=parents, live=False)
    return list(rows.values_list("path", flat=True))
