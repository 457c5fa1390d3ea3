"""Who has received something of a certificate, for its holder to read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from .enums import Door
from .models import Certificate, DownloadLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An organisation, what it received, when last and how many times."""

    partner: str
    what: str
    last: datetime
    times: int


def receipts(certificates: Iterable[Certificate]) -> dict[int, list[Receipt]]:
    """By the certificate's key, the newest first. One query for all of them.

    The organisation is named and nobody who acts for it.
    """
    logged = (
        DownloadLog.objects.filter(
            certificate__in=[row.pk for row in certificates], partner__isnull=False
        )
        .order_by()
        .values_list("certificate", "partner__name", "door")
        .annotate(last=Max("at"), times=Count("pk"))
        .order_by("-last")
    )
    found = defaultdict(list)
    for pk, partner, door, last, times in logged:
        what = str(Door(door).label)
        found[pk].append(Receipt(partner=partner, what=what, last=last, times=times))
    return found
