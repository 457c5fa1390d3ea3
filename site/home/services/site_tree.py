"""Make the start pages and statements of the site in every language."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts.services.groups import ensure_groups

from ..models import HomePage, TextPage
from ..site_texts import FRONT, STATEMENTS, Statement

TEXTS = Path(__file__).resolve().parents[1] / "texts"
#: Translations of one page share a key, so a second run finds what the first made.
KEYS = uuid.UUID("6f0f1a52-7a55-4c5e-9d0b-6b3f1f6c2b11")


@dataclass(frozen=True, slots=True)
class SiteTree:
    """The start page of each language."""

    homes: dict[str, HomePage]


@transaction.atomic
def create_site_tree(*, hostname: str = "localhost", port: int = 80) -> SiteTree:
    """Make what is missing and leave what editors have changed: safe to run again.

    The Finnish start page becomes the root of the default site; Wagtail's own welcome
    page goes, if nothing stands under it.
    """
    root = Page.get_first_root_node()
    homes = {code: _home(root, code) for code, _ in settings.LANGUAGES}
    main = homes[settings.LANGUAGE_CODE]
    _point_site_at(main, hostname, port)
    _remove_welcome_page()
    for code, home in homes.items():
        for statement in STATEMENTS:
            _statement(home, code, statement)
        home.refresh_from_db()  # the tree has counted its children in the database
    ensure_groups(pages=list(homes.values()))
    return SiteTree(homes)


def _home(root: Page, code: str) -> HomePage:
    locale, _ = Locale.objects.get_or_create(language_code=code)
    key = uuid.uuid5(KEYS, "home")
    found = HomePage.objects.filter(translation_key=key, locale=locale).first()
    if found:
        return found
    text = FRONT[code]
    page = HomePage(
        title=text.title,
        slug=f"start-{code}",
        heading=text.heading,
        lead=text.lead,
        locale=locale,
        translation_key=key,
        first_published_at=timezone.now(),
    )
    # The root is read again: each child added moves its counters.
    Page.objects.get(pk=root.pk).add_child(instance=page)
    return page


def _statement(home: HomePage, code: str, statement: Statement) -> TextPage:
    key = uuid.uuid5(KEYS, statement.key)
    found = TextPage.objects.filter(translation_key=key, locale=home.locale).first()
    if found:
        return found
    text = (TEXTS / f"{statement.key}.{code}.html").read_text("utf-8")
    page = TextPage(
        title=statement.titles[code],
        slug=statement.slugs[code],
        body=text.replace("{feedback}", settings.FEEDBACK_EMAIL),
        locale=home.locale,
        translation_key=key,
        first_published_at=timezone.now(),
    )
    Page.objects.get(pk=home.pk).add_child(instance=page)
    return page


def _point_site_at(home: HomePage, hostname: str, port: int) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname=hostname, port=port, is_default_site=True)
    elif isinstance(site.root_page.specific, HomePage):
        return
    site.root_page = home
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()


def _remove_welcome_page() -> None:
    for page in Page.objects.filter(depth=2, slug="home", numchild=0):
        if type(page.specific) is Page and not Site.objects.filter(root_page=page):
            page.delete()
