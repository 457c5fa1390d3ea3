"""The mail that asks somebody to act for a partner; its link is the only key."""

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .conf import app_settings
from .models import Invitation


def send_invitation(invitation: Invitation, secret: str) -> None:
    path = reverse("valmentamo_certificates:accept_invitation", args=[secret])
    words = {
        "partner": invitation.partner.name,
        "address": app_settings.base_url + path,
        "day": date_format(invitation.expires_at, "SHORT_DATE_FORMAT"),
    }
    text = _(
        "%(partner)s asks you to look after the certificates that are shared with "
        "it.\n\nOpen the link, sign in and accept the invitation:\n%(address)s\n\n"
        "The link can be used once, until %(day)s. If you did not expect this, you do "
        "not need to do anything."
    )
    subject = _("Invitation to act for %(partner)s") % words
    send_mail(subject, text % words, None, [invitation.email])
