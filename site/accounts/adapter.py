"""Where allauth meets this site: language of mails and pages, the look of mails."""

from contextlib import AbstractContextManager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override

from .models import User


class AccountAdapter(DefaultAccountAdapter):
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The front page in the language that the person has chosen."""
        with _language_of(request.user):
            return reverse("wagtail_serve", args=[""])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write in the language of the person, not of the page that was open."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        with _language_of(person):
            super().send_mail(template_prefix, email, context | {"user": person})

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The plain text, and the same text in the look of the house."""
        message = super().render_mail(template_prefix, email, context, headers)
        html = render_to_string(
            "email/layout.html",
            {
                "heading": message.subject,
                "paragraphs": str(message.body).split("\n\n"),
                "code": context.get("code", ""),
                "language": get_language(),
            },
        )
        message.attach_alternative(html, "text/html")
        return message


def _language_of(person: Any) -> AbstractContextManager[None]:
    language = getattr(person, "language", None) or get_language()
    return override(language)
