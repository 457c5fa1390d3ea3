"""Where to go after a form that can be sent from any page."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from .navigation import front_url


def safe_next(request: HttpRequest) -> str:
    """The posted `next` when it stays on this host, else the front page."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe else front_url()
