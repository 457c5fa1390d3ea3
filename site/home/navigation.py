"""What the header and footer show: links for this person, in this language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .frame_pages import FramePages, frame_pages
from .roles import Roles, roles_of

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    current: str = ""


def address(name: str, *args: object) -> str:
    """The address of a named view, or nothing while an app does not offer it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def front_url() -> str:
    """The front page in the active language."""
    return reverse("wagtail_serve", args=[""])


@dataclass
class Chrome:
    """Header and footer of one request. Everything that costs a query waits for a reader."""

    request: HttpRequest
    theme: str = field(init=False)

    def __post_init__(self) -> None:
        cookie = self.request.COOKIES.get("theme", "")
        self.theme = cookie if cookie in THEMES else ""

    @cached_property
    def front_url(self) -> str:
        return front_url()

    @cached_property
    def login_url(self) -> str:
        """Log-in that comes back here; from the front page it leads by language."""
        url = reverse("account_login")
        path = self.request.get_full_path()
        entrance = self.request.path in {self.front_url, url}
        if entrance or self.request.path.startswith(url.removesuffix("login/")):
            return url
        return f"{url}?{urlencode({'next': path})}"

    @cached_property
    def roles(self) -> Roles:
        return roles_of(self.request.user)

    @cached_property
    def nav(self) -> list[Link]:
        return [
            Link(url, label, self._current(url))
            for url, label in self._nav_items()
            if url
        ]

    def _nav_items(self) -> list[tuple[str, str]]:
        items = [(self._courses_url(), _("Courses"))]
        if self.roles.learner:
            items.append((address("valmentamo_courses:my_path"), _("My path")))
        if self.roles.coach:
            items.append((address("valmentamo_courses:desk"), _("Reviews")))
        if self.roles.partner:
            url = address("valmentamo_certificates:partner_list", self.roles.partner)
            items.append((url, _("Partner's certificates")))
        items.append(
            (address("valmentamo_certificates:check"), _("Check a certificate"))
        )
        return items

    def _courses_url(self) -> str:
        return self._pages.courses_url or f"{self.front_url}#courses"

    @cached_property
    def _pages(self) -> FramePages:
        return frame_pages(self.request)

    def _current(self, url: str) -> str:
        if self.request.path == url:
            return "page"
        return "true" if self.request.path.startswith(url) else ""

    @cached_property
    def cms_url(self) -> str:
        if self.request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return ""

    @cached_property
    def footer(self) -> list[Link]:
        return [Link(url, title) for url, title in self._pages.statements]

    @cached_property
    def demo_people(self) -> Sequence[object]:
        from .demo_people import demo_allowed, demo_people

        return demo_people() if demo_allowed(self.request) else []


def content_languages() -> list[tuple[str, str]]:
    """Each language in its own words: the switch is read by those who need it."""
    return [(code, name[:1].upper() + name[1:]) for code, name in settings.LANGUAGES]
