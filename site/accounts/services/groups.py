"""The two groups that open CMS screens: authors and centre administrators."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
)

AUTHORS = "Authors"
CENTRE = "Centre administrators"

PAGE_WORK = {
    AUTHORS: ["add_page", "change_page"],
    CENTRE: [
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ],
}
FILE_WORK = ["add_image", "choose_image", "add_document", "choose_document"]
#: What each group may do with the models of our apps: all of an app, or one of its models.
MODEL_WORK = {
    AUTHORS: {
        # Assessments and results are no author's to open.
        "valmentamo_rubric.rubric": ["add", "change", "view"],
        "valmentamo_rubric.rubricversion": ["add", "change", "view"],
        "valmentamo_rubric.exemplar": ["add", "change", "view"],
        "valmentamo_courses.course": ["add", "change", "view"],
        "valmentamo_courses.exercise": ["add", "change", "view"],
        "valmentamo_courses.descriptiontemplate": ["add", "change", "view"],
    },
    CENTRE: {
        "valmentamo_rubric": ["add", "change", "view", "publish"],
        "valmentamo_courses": ["add", "change", "view"],
        "valmentamo_certificates": ["add", "change", "view"],
        "accounts": ["add", "change", "view"],
    },
}


@transaction.atomic
def ensure_groups(*, pages: Sequence[Any] = ()) -> list[Group]:
    """Make the groups and give what they lack; never takes a permission away.

    `pages` are the roots of the trees that both groups work in.
    """
    authors, centre = (_group(name, pages) for name in (AUTHORS, CENTRE))
    # Authors send pages for approval: without this nobody would be told of them.
    for task in GroupApprovalTask.objects.filter(active=True):
        task.groups.add(centre)
    return [authors, centre]


def _group(name: str, pages: Iterable[Any]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(*_model_permissions(name))
    for page in pages:
        for permission in _permissions("wagtailcore", PAGE_WORK[name]):
            GroupPagePermission.objects.get_or_create(
                group=group, page_id=page.pk, permission=permission
            )
    root = Collection.get_first_root_node()
    for label in ("wagtailimages", "wagtaildocs"):
        for permission in _permissions(label, FILE_WORK) if root else []:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
    return group


def _permissions(label: str, codenames: Iterable[str]) -> list[Permission]:
    rows = Permission.objects.filter(content_type__app_label=label)
    return list(rows.filter(codename__in=codenames))


def _model_permissions(name: str) -> list[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for place, actions in MODEL_WORK[name].items():
        label, _dot, model = place.partition(".")
        for action in actions:
            right = {"codename": f"{action}_{model}"}
            if not model:
                right = {"codename__startswith": f"{action}_"}
            wanted |= Q(content_type__app_label=label, **right)
    return list(Permission.objects.filter(wanted))
