"""The headers that every door sends."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def unlisted(view: View) -> View:
    """Keep a page out of search engines, caches and other sites' logs.

    The referrer stays inside the site: with `no-referrer` browsers would send
    `Origin: null`, and every form on the page would fail Django's CSRF check.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped
