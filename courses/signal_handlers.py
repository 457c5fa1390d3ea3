"""What the courses do when the certificates ask or announce something."""

from typing import Any

from certificates.models import Certificate
from courses.services.cohort_certificates import cohort_names
from courses.services.expiry_mail import send_expiry_mail


def name_collections(
    sender: object, collections: set[str], **kwargs: Any
) -> dict[str, str]:
    """Receiver of `certificates.signals.collections_named`."""
    return cohort_names(collections)


def tell_of_expiry(
    sender: object, certificate: Certificate, days: int, **kwargs: Any
) -> None:
    """Receiver of `certificates.signals.certificate_expiring`."""
    send_expiry_mail(certificate=certificate, days=days)
