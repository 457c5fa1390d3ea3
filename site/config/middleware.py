"""What differs between the learner's site and the CMS: CSP, second factor, caching."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.cache import patch_cache_control
from django.utils.csp import CSP

GetResponse = Callable[[HttpRequest], HttpResponse]


def cms_prefix() -> str:
    """Where the CMS is within the site, wherever the site itself is mounted."""
    return "/" + reverse("wagtailadmin_home").removeprefix(get_script_prefix())


def in_cms(request: HttpRequest, prefix: str) -> bool:
    """Asked of `path_info`: some servers take the mount point, which `path` begins
    with, from a header of the request."""
    return request.path_info.startswith(prefix)


def _let_cms_frame(response: HttpResponse) -> None:
    """A preview is a page of the site, with its strict policy, shown inside the CMS."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    if policy := response.headers.get(CSP.HEADER_ENFORCE):
        framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        # A plain string: servers refuse the name as a member of the enum.
        response[str(CSP.HEADER_ENFORCE)] = framed


class CmsCspMiddleware:
    """Give the CMS a looser policy: Wagtail's editor has inline scripts and styles, and
    shows previews in a frame."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefix = cms_prefix()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if in_cms(request, self.prefix):
            response._csp_config = settings.CMS_CSP  # type: ignore[attr-defined]
            _let_cms_frame(response)
        return response


class CmsMfaMiddleware:
    """Staff need a second factor before they may use the CMS."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefix = cms_prefix()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.CMS_REQUIRES_MFA
            and in_cms(request, self.prefix)
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_index")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Nothing that a signed-in person saw may stay in a shared cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response
