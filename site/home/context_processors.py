"""What the header and footer need on every page."""

from django.conf import settings
from django.http import HttpRequest


def site_chrome(request: HttpRequest) -> dict[str, object]:
    return {"demo_mode": settings.DEMO}
