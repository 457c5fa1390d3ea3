"""The public address of a certificate, as printed: from the setting, never a request."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from .conf import app_settings
from .numbering import printed
from .tokens import name_token


def verify_url(code: str, language: str) -> str:
    """The page that answers for a code, in a language."""
    with override(language):
        path = reverse("valmentamo_certificates:verify", args=[printed(code)])
    return app_settings.base_url + path


def qr_url(code: str, language: str) -> str:
    """The same page with the token that lets the reader see the name."""
    return f"{verify_url(code, language)}?k={name_token(code)}"


def credential_url(code: str, language: str) -> str:
    """Where the credential of one language is; its identity for ever."""
    return _fixed("credential", printed(code), language)


def status_list_url(purpose: str, number: int) -> str:
    return _fixed("status_list", str(purpose), number)


def base_url() -> str:
    return app_settings.base_url


def _fixed(name: str, *args: object) -> str:
    """An address for machines: the same whatever language is active."""
    with override(settings.LANGUAGE_CODE):
        path = reverse(f"valmentamo_certificates:{name}", args=args)
    return app_settings.base_url + path


def spoken_address(url: str) -> str:
    """The address as a person would type it, without scheme and code."""
    parts = urlsplit(url)
    return parts.netloc + parts.path.rstrip("/").rpartition("/")[0]
