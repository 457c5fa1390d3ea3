"""Which doors a person may see: one query for every role, asked once a request."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class Roles:
    """What the navigation needs to know about a person."""

    learner: bool = False
    coach: bool = False
    partner: str = ""


NOBODY = Roles()


def roles_of(user: AbstractBaseUser | AnonymousUser) -> Roles:
    """The roles of a person: one query, whatever the answer."""
    if not user.is_authenticated or not apps.is_installed("courses"):
        return NOBODY
    row = (
        get_user_model()
        ._default_manager.filter(pk=user.pk)
        .values_list(
            _learns(),
            _coaches(),
            _partner_slug(),
        )
        .first()
    )
    if row is None:
        return NOBODY
    return Roles(learner=bool(row[0]), coach=bool(row[1]), partner=row[2] or "")


def _learns() -> Combinable:
    rows = _model("valmentamo_courses", "Enrolment").current()
    return Exists(rows.filter(user=OuterRef("pk")))


def _coaches() -> Combinable:
    person = Q(user=OuterRef("pk")) | Q(substitute=OuterRef("pk"))
    return Exists(_model("valmentamo_courses", "CohortCoach").current().filter(person))


def _partner_slug() -> Combinable:
    rows = _model("valmentamo_certificates", "Membership").filter(
        user=OuterRef("pk"), ended_at__isnull=True
    )
    return Subquery(rows.order_by("pk").values("partner__slug")[:1])


def _model(label: str, name: str) -> Any:
    return apps.get_model(label, name)._default_manager
