"""Who may do what with rubrics and assessments. Pages and doors ask here.

The rubric knows no course: which work a person may see is for the app above to say;
it may only narrow what is allowed here to an assessor.
"""

from typing import Any

from django.contrib.auth import get_permission_codename, get_user_model
from django.utils.module_loading import import_string

from rubric.conf import app_settings
from rubric.models import Assessment, RubricVersion


def can_edit_rubrics(user: Any) -> bool:
    return bool(user.has_perm("valmentamo_rubric.change_rubricversion"))


def can_publish_rubrics(user: Any) -> bool:
    return bool(user.has_perm("valmentamo_rubric.publish_rubricversion"))


def can_add_rubrics(user: Any) -> bool:
    """New rubrics, and new versions of those there are."""
    return bool(user.has_perm("valmentamo_rubric.add_rubricversion"))


def can_see_rubrics(user: Any) -> bool:
    """Drafts as well; what is published is shown to learners anyhow."""
    return (
        bool(user.has_perm("valmentamo_rubric.view_rubricversion"))
        or can_edit_rubrics(user)
        or can_publish_rubrics(user)
    )


def can_name_assessors(user: Any) -> bool:
    """Who is strict and who is mild, by name: for those who may look people up."""
    people = get_user_model()._meta
    codename = get_permission_codename("view", people)
    return bool(user.has_perm(f"{people.app_label}.{codename}"))


def can_practise(user: Any) -> bool:
    """Who practises assessing is for the host to say; by default everybody who is
    logged in."""
    if not user.is_authenticated:
        return False
    path = app_settings.may_practise
    return bool(import_string(path)(user)) if path else True


def can_edit_version(user: Any, version: RubricVersion) -> bool:
    return can_edit_rubrics(user) and not version.was_published


def can_rate(user: Any, assessment: Assessment) -> bool:
    return assessment.is_by(user) and assessment.is_draft


def can_correct(user: Any, assessment: Assessment) -> bool:
    return assessment.is_by(user) and assessment.counts
