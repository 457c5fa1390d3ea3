"""What staff may do with a version next: the links beside it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem

from rubric.enums import VersionState
from rubric.models import RubricVersion
from rubric.permissions import (
    can_add_rubrics,
    can_edit_rubrics,
    can_publish_rubrics,
    can_see_rubrics,
)

ANY = frozenset(VersionState)
OPEN = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW})
DRAFT = frozenset({VersionState.DRAFT})
CLOSED = ANY - OPEN


class Door(NamedTuple):
    """One screen about a version, and when its link is shown."""

    url_name: str
    label: str | Promise
    icon: str
    allows: Callable[[Any], bool]
    states: frozenset[VersionState] = ANY


DOORS = (
    Door("valmentamo_rubric_edit", _("Edit"), "edit", can_edit_rubrics, DRAFT),
    Door("valmentamo_rubric_preview", _("Preview"), "view", can_see_rubrics),
    Door(
        "valmentamo_rubric_send", _("Send to review"), "mail", can_edit_rubrics, DRAFT
    ),
    Door(
        "valmentamo_rubric_send_back",
        _("Send back to the author"),
        "resubmit",
        can_publish_rubrics,
        frozenset({VersionState.IN_REVIEW}),
    ),
    Door(
        "valmentamo_rubric_publish", _("Publish"), "upload", can_publish_rubrics, OPEN
    ),
    Door(
        "valmentamo_rubric_start",
        _("Start a new version"),
        "plus",
        can_add_rubrics,
        CLOSED,
    ),
    Door("valmentamo_rubric_copy", _("Copy as a new rubric"), "copy", can_add_rubrics),
    Door("valmentamo_rubric_history", _("History"), "history", can_see_rubrics),
    Door(
        "valmentamo_rubric_agreement",
        _("Agreement of assessors"),
        "group",
        can_edit_rubrics,
        CLOSED,
    ),
    Door("valmentamo_rubric_export", _("Export"), "download", can_see_rubrics),
    Door(
        "valmentamo_rubric_discard",
        _("Discard the draft"),
        "bin",
        can_edit_rubrics,
        DRAFT,
    ),
    Door(
        "valmentamo_rubric_archive",
        _("Archive"),
        "folder-inverse",
        can_publish_rubrics,
        frozenset({VersionState.PUBLISHED}),
    ),
)


def menu_items(
    user: Any, version: RubricVersion, *, leave_out: str = ""
) -> list[MenuItem]:
    """The screens that this person may open for this version."""
    return [
        MenuItem(door.label, url, icon_name=door.icon, priority=10 * place)
        for place, (door, url) in enumerate(doors_for(user, version), start=1)
        if door.url_name != leave_out
    ]


def doors_for(user: Any, version: RubricVersion) -> Iterator[tuple[Door, str]]:
    for door in DOORS:
        if version.state not in door.states or not door.allows(user):
            continue
        if url := address(door.url_name, version.uuid):
            yield door, url


def address(url_name: str, *args: Any) -> str:
    """The address of a screen, or '' where it is not installed."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
