"""Tell holders, once each time, that a certificate comes to its end."""

from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..conf import app_settings
from ..models import Certificate, ExpiryReminder
from ..signals import certificate_expiring


def remind_of_expiry(*, at: datetime | None = None) -> int:
    """Announce each certificate that ends soon and was not renewed; how many were told.

    The host sends the message: it receives `certificate_expiring` with the certificate
    and the days that are left. Of several reminders that are due, only the nearest is
    given.
    """
    at = at or timezone.now()
    told = 0
    nearer = at
    for days in sorted(app_settings.reminder_days):
        until = at + timedelta(days=days)
        ending = Certificate.objects.in_force(at).filter(
            recipient__isnull=False,
            renewed_by=None,
            valid_until__gt=nearer,
            valid_until__lte=until,
        )
        # All of them first: whoever is told may close the connection and its cursor.
        for certificate in list(ending.exclude(reminders__days_before=days)):
            told += _remind(certificate, days, at)
        nearer = until
    return told


def _remind(certificate: Certificate, days: int, at: datetime) -> bool:
    """Write the row first: of two that run at once, one tells the holder."""
    try:
        with transaction.atomic():
            ExpiryReminder.objects.create(
                certificate=certificate, days_before=days, at=at
            )
            transaction.on_commit(
                partial(
                    certificate_expiring.send_robust,
                    Certificate,
                    certificate=certificate,
                    days=(certificate.valid_until - at).days,  # type: ignore[operator]
                )
            )
    except IntegrityError:
        return False
    return True
