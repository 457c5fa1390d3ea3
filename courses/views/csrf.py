"""Asks Django's CSRF check by hand, where its own refusal would lose a text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    """Says what is wrong instead of answering with the page that keeps nothing."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


def csrf_fault(request: HttpRequest) -> str | None:
    check = _Check(lambda request: HttpResponse())
    check.process_request(request)
    fault: Any = check.process_view(request, HttpResponse, (), {})
    return fault
