"""Verbs on the pages of a course: put one in its place, give it other texts."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published

from courses.models import Course, CourseIndexPage

type By = Any  # a user, or None for a command

#: What the catalogue is called when it is first made; an editor may change it.
CATALOGUE = {"fi": "Kurssit", "sv": "Kurser", "en": "Courses"}


def page_key(course: Course, kind: str, key: str) -> uuid.UUID:
    """The translation key of a page without a row of its own, the same at each import."""
    return uuid.uuid5(course.uuid, f"{kind}:{key}")


def free_slug(parent: Page, title: str) -> str:
    return find_available_slug(parent, (slugify(title) or "page")[:200])


@transaction.atomic
def place_page[P: Page](*, parent: Page, page: P, by: By = None) -> P:
    """Publish a new page as the last child, at a free address made from its title.

    It is live from the first save, as a copied page is, because a separate publication
    would clean, save and index each page of a course three times.
    """
    page.slug = free_slug(parent, page.title)
    parent.add_child(instance=page)
    revision = page.save_revision(user=by, changed=False, clean=False)
    page.live_revision = revision
    page.first_published_at = page.last_published_at = revision.created_at
    Page.objects.filter(pk=page.pk).update(
        live_revision=revision,
        first_published_at=revision.created_at,
        last_published_at=revision.created_at,
    )
    log(instance=page, action="wagtail.publish", user=by, revision=revision)
    page_published.send(sender=type(page), instance=page, revision=revision)
    return page


@transaction.atomic
def revise_page(*, page: Page, values: Mapping[str, Any], by: By = None) -> bool:
    """Give the page other texts as a new revision; tell whether anything changed.

    A page that an editor has taken down stays down: it gets a draft only.
    """
    changed = [name for name, value in values.items() if not _says(page, name, value)]
    if not changed:
        return False
    for name in changed:
        setattr(page, name, values[name])
    page.full_clean()
    revision = page.save_revision(user=by)
    if page.live:
        revision.publish(user=by)
    return True


def _says(page: Page, name: str, value: Any) -> bool:
    """Stream fields are compared without the ids of their blocks."""
    field = page._meta.get_field(name)
    now = getattr(page, name)
    if not isinstance(field, StreamField):
        return bool(now == value)
    blocks = [
        (block.block_type, block.block.get_prep_value(block.value)) for block in now
    ]
    return blocks == [(item["type"], item["value"]) for item in value]


@transaction.atomic
def catalogue_page(*, language: str, by: By = None) -> CourseIndexPage:
    """The catalogue in a language, made under the site's start page if it is missing."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    pages = CourseIndexPage.objects.order_by("depth", "path")
    if found := pages.filter(locale=locale).first():
        return found
    other = pages.first()
    title = CATALOGUE.get(language, CATALOGUE["en"])
    page = CourseIndexPage(title=title, locale=locale)
    if other:
        page.translation_key = other.translation_key
    return place_page(parent=_start_page(locale), page=page, by=by)


def _start_page(locale: Locale) -> Page:
    """The root of the default site in a language; a copy of it where there is none."""
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    if root.locale_id == locale.pk:
        return root.specific
    if translated := root.get_translation_or_none(locale):
        return translated.specific
    copy = root.specific.copy_for_translation(locale)
    copy.save_revision().publish()
    return Page.objects.get(pk=copy.pk)
