"""The message to a holder whose certificate comes to its end."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.addresses import verify_url
from certificates.models import Certificate

TEMPLATE = "valmentamo_courses/mail/certificate_expiring.txt"


def send_expiry_mail(*, certificate: Certificate, days: int) -> int:
    """Write to the holder in the certificate's first language; how many were sent."""
    holder = certificate.recipient
    if holder is None or not holder.email:
        return 0
    language = str(certificate.languages[0])
    with override(language):
        context = {
            "course": certificate.facts_in(language).course,
            "end": certificate.last_day,
            "days": days,
            "address": verify_url(certificate.code, language),
        }
        return send_mail(
            subject=_("Your certificate is coming to its end"),
            message=render_to_string(TEMPLATE, context),
            from_email=None,
            recipient_list=[holder.email],
        )
