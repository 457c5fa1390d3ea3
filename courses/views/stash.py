"""Keeps what a person posted after their session had ended, until they log in again.

A form carries a signed token that names its writer, what it is about and its page. With
it the text goes into the session; after log-in only the same person gets it back, into
the same form, still unsaved. Under anybody else it is dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from courses.views.csrf import csrf_fault

SALT = "valmentamo_courses.writer"
KEY = "valmentamo_courses.stash"
#: Most characters that are kept for one session, in all its forms together.
LIMIT = 400_000
KEPT_FOR = timedelta(hours=12)
PAGE_OPEN_FOR = timedelta(days=14)
NOT_KEPT = ("csrfmiddlewaretoken", "writer")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes about what on which page, as our own page said it."""

    person: str
    about: str
    path: str


def token(user: Any, *, about: str, path: str) -> str:
    return signing.dumps([str(user.pk), about, path], salt=SALT)


def writer_of(request: HttpRequest, *, about: str) -> Writer | None:
    """Whom our own page named, when it was a page about this; else None."""
    try:
        facts = signing.loads(
            request.POST.get("writer", ""), salt=SALT, max_age=PAGE_OPEN_FOR
        )
    except signing.BadSignature:
        return None
    writer = Writer(*facts)
    return writer if writer.about == about else None


def keep(request: HttpRequest, writer: Writer, at: datetime | None = None) -> bool:
    """Keep the posted fields. False: with what is kept already it is too much text.

    What is too old to be given back, or is another person's, makes room.
    """
    fields = request.POST.copy()
    for name in NOT_KEPT:
        fields.pop(name, None)
    text, at = fields.urlencode(), at or timezone.now()
    others = _fresh(request, writer.person, at)
    others.pop(writer.about, None)
    if len(text) + sum(len(row["fields"]) for row in others.values()) > LIMIT:
        return False
    record = {"person": writer.person, "fields": text, "at": at.timestamp()}
    request.session[KEY] = others | {writer.about: record}
    return True


def _fresh(request: HttpRequest, person: str, at: datetime) -> dict[str, Any]:
    """What one person may still get back, by what it is about."""
    oldest = (at - KEPT_FOR).timestamp()
    return {
        about: record
        for about, record in _stashed(request).items()
        if record["person"] == person and record["at"] >= oldest
    }


def kept(
    request: HttpRequest, *, about: str, at: datetime | None = None
) -> QueryDict | None:
    """What this person wrote into this form before their session ended."""
    mine = _fresh(request, str(request.user.pk), at or timezone.now())
    _put(request, mine)
    return QueryDict(mine[about]["fields"]) if about in mine else None


def drop(request: HttpRequest, *, about: str) -> None:
    rest = _stashed(request)
    rest.pop(about, None)
    _put(request, rest)


def _stashed(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(KEY, {}))


def _put(request: HttpRequest, stashed: dict[str, Any]) -> None:
    if stashed == _stashed(request):
        return
    request.session[KEY] = stashed
    if not stashed:
        del request.session[KEY]


def log_in_again(
    request: HttpRequest, writer: Writer | None, path: str
) -> HttpResponse:
    """The way to the log-in, with the text kept when our own page had sent it."""
    if writer is not None and request.method == "POST":
        if keep(request, writer):
            messages.warning(
                request,
                _(
                    "You had been logged out. What you wrote is kept: log in, and it "
                    "is in the form again."
                ),
            )
        else:
            messages.error(
                request,
                _(
                    "You had been logged out, and there is more text than can be kept. "
                    "Go back in your browser and copy this text before you log in."
                ),
            )
    return redirect_to_login(path)


def keeping_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page that posts to itself: neither the end of a session nor a log-in in
    another tab, which makes the page's token old, loses what was written on it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        writer = writer_of(request, about=request.path)
        if not request.user.is_authenticated:
            return log_in_again(request, writer, request.path)
        if request.method == "POST" and csrf_fault(request):
            if writer is None or writer.person != str(request.user.pk):
                raise PermissionDenied
            if not keep(request, writer):
                raise PermissionDenied
            return redirect(request.path)
        return view(request, *args, **kwargs)

    # The check is made above, where its refusal loses nothing.
    return csrf_exempt(guarded)
