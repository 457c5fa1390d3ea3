"""Keeps what an assessor posted after their session had ended, until they log in again.

The form carries a signed token that names its writer and its page. With it the text goes
into the anonymous session; after log-in only the same person gets it back, on the same
page and still unsaved. Under anybody else it is dropped.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

SALT = "valmentamo_courses.assessor"
KEY = "valmentamo_courses.review_stash"
LIMIT = 400_000
PAGE_OPEN_FOR = timedelta(days=14)


def token(user: Any, path: str) -> str:
    return signing.dumps([str(user.pk), path], salt=SALT)


def keeping_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask a stranger to log in, and keep what was posted when it was one's own form."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.path)

    return kept


def _keep(request: HttpRequest) -> None:
    person = _writer(request)
    if person is None:
        return
    fields = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "writer", "save", "send"):
        fields.pop(name, None)
    text = fields.urlencode()
    if len(text) > LIMIT:
        too_long = _(
            "You had been logged out and the text is too long to be kept. Go "
            "back in your browser and copy it before you log in."
        )
        messages.error(request, too_long)
        return
    request.session[KEY] = {"person": person, "path": request.path, "fields": text}
    notice = _(
        "You had been logged out. What you wrote is kept: log in, and it "
        "is in the form again."
    )
    messages.warning(request, notice)


def _writer(request: HttpRequest) -> str | None:
    """The person that our own page named, when it was this page."""
    try:
        person, path = signing.loads(
            request.POST.get("writer", ""), salt=SALT, max_age=PAGE_OPEN_FOR
        )
    except signing.BadSignature:
        return None
    return str(person) if path == request.path else None


def posted_before(request: HttpRequest) -> QueryDict | None:
    """What this person wrote on this page before their session ended."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    if kept["person"] != str(request.user.pk):
        drop(request)
        return None
    return QueryDict(kept["fields"])


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
