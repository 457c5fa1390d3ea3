"""Who can be played in the demo, and when playing is allowed at all."""

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .navigation import address, front_url
from .roles import roles_of

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
LABELS: dict[str, str | Promise] = {
    "learner@valmentamo.example": _("Learner"),
    "coach@valmentamo.example": _("Coach"),
    "partner@valmentamo.example": _("Partner"),
    "author@valmentamo.example": _("Author"),
    "centre@valmentamo.example": _("Centre administrator"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    user: User
    label: str | Promise


def demo_allowed(request: HttpRequest) -> bool:
    """Only a developer's own machine may change people without a password."""
    if not (settings.DEMO and settings.DEBUG):
        return False
    host = request.get_host().rsplit(":", 1)[0]
    return host in LOOPBACK and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address_: str) -> bool:
    try:
        return ip_address(address_).is_loopback
    except ValueError:
        return False


def demo_people() -> list[DemoPerson]:
    """The people that the demo has loaded, in the order of the walk."""
    users = User.objects.filter(email__in=LABELS)
    found = {user.email: user for user in users}
    return [
        DemoPerson(found[email], label)
        for email, label in LABELS.items()
        if email in found
    ]


def names_of(email: str) -> str:
    """In English, as everything that bin/demo prints, and as the bar of the site's first
    page says it."""
    with translation.override("en"):
        name = str(LABELS[email])
    with translation.override(settings.LANGUAGE_CODE):
        return f"{name} ({LABELS[email]})"


def landing(user: User) -> str:
    """The page on which a person of the demo starts."""
    if user.has_perm("wagtailadmin.access_admin"):
        return address("wagtailadmin_home")
    roles = roles_of(user)
    if roles.coach:
        return address("valmentamo_courses:desk") or front_url()
    if roles.partner:
        url = address("valmentamo_certificates:partner_list", roles.partner)
        return url or front_url()
    if roles.learner:
        return address("valmentamo_courses:my_path") or front_url()
    return front_url()
