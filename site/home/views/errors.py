"""Pages for what went wrong. They keep what a person wrote and say what to do."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import get_language

SECRET_WORDS = ("password", "token", "code", "secret", "credential", "csrf")


@dataclass(frozen=True, slots=True)
class KeptText:
    name: str
    text: str


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form could not be trusted: show the text it held, so that nothing is lost."""
    context = {"kept": kept_texts(request)}
    return render(request, "403_csrf.html", context, status=403)


def kept_texts(request: HttpRequest) -> list[KeptText]:
    """What a person wrote into the refused form; never a secret, never a short choice."""
    try:
        fields = list(request.POST.lists())
    except (MultiPartParserError, RawPostDataException, SuspiciousOperation):
        return []
    return [
        KeptText(name, value)
        for name, values in fields
        if not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
        if len(value) > 20 or "\n" in value or " " in value
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs neither the database nor the list of hashed files."""
    context = {
        "css": f"{settings.STATIC_URL}theme/css/valmentamo.css",
        "language": get_language() or settings.LANGUAGE_CODE,
    }
    return HttpResponseServerError(get_template("500.html").render(context))
