"""What the header and footer need on every page."""

from django.conf import settings
from django.http import HttpRequest

from .navigation import Chrome


def site_chrome(request: HttpRequest) -> dict[str, object]:
    """`chrome` asks the database only when a template reads a part of it."""
    return {"demo_mode": settings.DEMO, "chrome": Chrome(request)}
