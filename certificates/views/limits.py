"""What somebody is told whose wrong codes and files were too many."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..clients import client_key
from ..services.limiting import count_miss, is_over_limit


def is_stopped(request: HttpRequest) -> bool:
    return is_over_limit(client=client_key(request), at=timezone.now())


def miss(request: HttpRequest) -> None:
    count_miss(client=client_key(request), at=timezone.now())


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "valmentamo_certificates/too_many.html", {}, status=429)
    response.headers["Retry-After"] = "600"
    return response
